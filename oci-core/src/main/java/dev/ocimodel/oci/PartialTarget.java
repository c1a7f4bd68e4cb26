package dev.ocimodel.oci;

import java.io.IOException;

/**
 * A target that can hold an artifact of which parts were left out on purpose, and says of it that
 * it is partial. {@link #contains} of a manifest stays false until everything below it is here.
 */
public interface PartialTarget extends ContentTarget {

  /**
   * Stores a manifest whose children may be absent. Tagging it marks the tag as partial; once the
   * children have come, pushing and tagging it again removes the mark.
   *
   * @throws ContentMismatchException if the bytes are not what the descriptor says
   * @throws InvalidContentException if they are no manifest
   * @throws IOException if either end fails
   */
  void pushPartial(Blob manifest) throws IOException;
}
