package dev.ocimodel.testkit;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer: its length and a way to read it.
 *
 * @param length number of bytes
 * @param source gives the bytes
 */
record Body(long length, Source source) {

  static final Body EMPTY = of(new byte[0]);

  /** Opens a body's bytes. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  static Body of(byte[] content) {
    return new Body(content.length, () -> new ByteArrayInputStream(content));
  }

  InputStream open() throws IOException {
    return source.open();
  }

  Body first(long bytes) {
    return new Body(Math.min(bytes, length), source);
  }

  Body flipped(long offset) {
    return new Body(length, () -> new FlippingInputStream(source.open(), offset));
  }

  private static final class FlippingInputStream extends FilterInputStream {

    private final long target;
    private long position;

    FlippingInputStream(InputStream in, long target) {
      super(in);
      this.target = target;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (read > 0 && target >= position && target < position + read) {
        buffer[offset + (int) (target - position)] ^= 1;
      }
      position += Math.max(read, 0);
      return read;
    }
  }
}
