package dev.ocimodel.oci;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * A store that content can be put into.
 *
 * <p>What every implementation promises, and {@code ContentTargetContract} in the test kit checks:
 * a blob is visible only once its size and digest were checked; a manifest only once its children
 * are there; a tag only once its manifest is. A failed or killed operation leaves nothing
 * half-visible, and can be run again. All methods are idempotent and safe to call from many
 * threads.
 */
public interface ContentTarget extends ContentSource {

  /** Whether the content is here already. */
  boolean contains(Descriptor descriptor);

  /**
   * Returns how many bytes a blob may have here, where that is known before one is sent. A larger
   * one is refused with {@link BlobTooLargeException}.
   */
  default OptionalLong maxBlobSize() {
    return OptionalLong.empty();
  }

  /**
   * Stores content whose digest is known. Content that is here already is left alone.
   *
   * @throws ContentMismatchException if the bytes are not what the descriptor says
   * @throws ContentNotFoundException if the content is a manifest and one of its children is not
   *     here
   * @throws IOException if either end fails
   */
  void push(Blob blob) throws IOException;

  /**
   * Stores content while it is being produced and returns its descriptor; nothing is staged twice.
   *
   * @param mediaType type of a blob, not of a manifest: those are pushed
   * @throws IOException if either end fails
   */
  Descriptor write(MediaType mediaType, BlobProducer producer) throws IOException;

  /**
   * Makes a manifest that is here resolvable by a name. A tag that exists moves.
   *
   * @param tagOrDigest a tag; or the manifest's own digest, which records it as a root without a
   *     name
   * @throws ContentNotFoundException if the manifest is not here
   * @throws InvalidContentException if the tag does not fit the grammar
   * @throws IOException if the store fails
   */
  void tag(Descriptor manifest, String tagOrDigest) throws IOException;

  /**
   * Takes content over from another store without moving its bytes, where the two can (repositories
   * of one registry).
   *
   * @return whether the content is here now; false means: push it
   * @throws IOException if the store fails
   */
  default boolean mount(Descriptor descriptor, ContentSource source) throws IOException {
    return false;
  }
}
