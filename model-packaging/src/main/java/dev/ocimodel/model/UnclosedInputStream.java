package dev.ocimodel.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lends a stream to a decoder that closes what it reads from. */
final class UnclosedInputStream extends FilterInputStream {

  UnclosedInputStream(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return in.read(buffer, offset, length);
  }

  @Override
  public void close() {}
}
