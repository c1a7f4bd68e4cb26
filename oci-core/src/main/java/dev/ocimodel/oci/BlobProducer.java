package dev.ocimodel.oci;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/**
 * Content whose digest is known only once it has been written: a file read for the first time, a
 * stream being compressed.
 */
@FunctionalInterface
public interface BlobProducer {

  /**
   * Writes the whole content. It may be called again, from the start, when an attempt to store it
   * failed; it must then write the same bytes.
   *
   * @param out where to write; not closed by this method. Writes of 64 KiB and more are cheapest.
   * @throws IOException if {@code out} or the content's own source fails
   */
  void writeTo(OutputStream out) throws IOException;

  /** Returns the number of bytes to come, where that is known beforehand. */
  default OptionalLong size() {
    return OptionalLong.empty();
  }

  /** Returns who hears what a target does with this content; nobody, unless it is on its way. */
  default BlobEvents events() {
    return BlobEvents.NONE;
  }
}
