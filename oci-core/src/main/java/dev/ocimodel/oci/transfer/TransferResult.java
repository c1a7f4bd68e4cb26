package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Descriptor;

/**
 * What a copy of one root did.
 *
 * @param root the manifest that was copied: what the reference stands for, or the manifest of the
 *     {@linkplain Transfer#withPlatform chosen platform} below it
 * @param blobs number of blobs and manifests it was about, each counted once; a manifest that the
 *     target had counts without what is below it
 * @param bytes their bytes by what became of them
 */
public record TransferResult(Descriptor root, int blobs, TransferBytes bytes) {

  /** Bytes that were moved. */
  public long copiedBytes() {
    return bytes.copied();
  }

  /** Bytes of what was in the target already. */
  public long skippedBytes() {
    return bytes.skipped();
  }

  /** Bytes of what the target took over without moving them. */
  public long mountedBytes() {
    return bytes.mounted();
  }
}
