package dev.ocimodel.model.archive;

import java.io.IOException;
import java.io.InputStream;

/** The content of one entry. */
final class TarContent extends InputStream {

  private final TarBlocks blocks;
  private final int padding;
  private long remaining;

  TarContent(TarBlocks blocks, long size) {
    this.blocks = blocks;
    this.padding = TarFormat.padding(size);
    this.remaining = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int read = blocks.read(buffer, offset, (int) Math.min(length, remaining));
    remaining -= read;
    return read;
  }

  /** Leaves the archive at the next header, and this stream at its end. */
  void skipRest() throws IOException {
    long rest = remaining;
    remaining = 0;
    blocks.skip(rest);
    blocks.skip(padding);
  }
}
