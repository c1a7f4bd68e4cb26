package dev.ocimodel.oci;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A blob whose bytes are in memory. */
record MemoryBlob(Descriptor descriptor, byte[] content) implements Blob {

  @Override
  public InputStream open(long offset, long length) throws IOException {
    ByteRange.check(offset, length);
    if (length > content.length - offset) {
      throw new EOFException(
          descriptor.digest()
              + " has "
              + content.length
              + " bytes, too few for "
              + length
              + " from "
              + offset);
    }
    return new ByteArrayInputStream(content, (int) offset, (int) length);
  }
}
