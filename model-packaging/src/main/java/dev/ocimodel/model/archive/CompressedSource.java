package dev.ocimodel.model.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The compressed bytes, counted for the ratio limit. */
final class CompressedSource extends FilterInputStream {

  private long consumed;

  CompressedSource(InputStream in) {
    super(in);
  }

  long consumed() {
    return consumed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    consumed += Math.max(read, 0);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    consumed += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
