package dev.ocimodel.oci;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A blob whose bytes are in memory. */
record MemoryBlob(Descriptor descriptor, byte[] content) implements Blob {

  @Override
  public InputStream open(long offset, long length) throws IOException {
    if (offset + length > content.length) {
      throw new EOFException(
          descriptor.digest() + " has " + content.length + " bytes, not " + (offset + length));
    }
    return new ByteArrayInputStream(content, (int) offset, (int) length);
  }
}
