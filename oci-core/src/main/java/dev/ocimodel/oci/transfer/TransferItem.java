package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Descriptor;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One thing on its way: a blob being copied, a file being packed.
 *
 * @param name what to call it in front of a person: a file name or a digest
 * @param size its size in bytes, where known beforehand
 * @param descriptor its descriptor, or null while the digest is still being computed
 */
public record TransferItem(String name, OptionalLong size, @Nullable Descriptor descriptor) {

  /** Returns the item for a known blob, named by its title or digest. */
  public static TransferItem of(Descriptor descriptor) {
    return new TransferItem(
        descriptor.displayName(), OptionalLong.of(descriptor.size()), descriptor);
  }
}
