package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;

/** Compressed bytes, buffered so that a header, a member and a trailer can each take their part. */
final class GzipInput implements Closeable {

  private static final int BUFFER_SIZE = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private int position;
  private int limit;

  GzipInput(InputStream in) {
    this.in = in;
  }

  boolean atEnd() throws IOException {
    return position == limit && !fill();
  }

  int next() throws IOException {
    if (atEnd()) {
      throw new InvalidContentException("Invalid gzip: it ends in the middle");
    }
    return buffer[position++] & 0xff;
  }

  long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  /** Gives the inflater all that is buffered. */
  void feed(Inflater inflater) throws IOException {
    if (atEnd()) {
      throw new InvalidContentException("Invalid gzip: it ends in the middle");
    }
    inflater.setInput(buffer, position, limit - position);
    position = limit;
  }

  /** Takes back what the inflater did not need of the last {@link #feed}. */
  void giveBack(int bytes) {
    position = limit - bytes;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
