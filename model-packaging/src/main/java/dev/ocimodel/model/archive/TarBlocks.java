package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;

/** The blocks of an archive, each whole or refused. */
final class TarBlocks {

  private static final int SKIP_SIZE = 64 << 10;

  private final InputStream in;
  private final byte[] block = new byte[TarFormat.BLOCK];

  TarBlocks(InputStream in) {
    this.in = in;
  }

  /** Reads the next header block; valid until the next call. */
  byte[] readHeader() throws IOException {
    int read = in.readNBytes(block, 0, block.length);
    if (read == 0) {
      throw new InvalidContentException(
          "Invalid tar: it ends without the two zero blocks; is it cut off?");
    }
    if (read < block.length) {
      throw truncated();
    }
    return block;
  }

  /** Reads some content bytes; never returns -1. */
  int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read < 0) {
      throw truncated();
    }
    return read;
  }

  /** Reads the content of an extended header and its padding. */
  byte[] readContent(int size) throws IOException {
    byte[] content = in.readNBytes(size);
    if (content.length < size) {
      throw truncated();
    }
    skip(TarFormat.padding(size));
    return content;
  }

  void skip(long count) throws IOException {
    byte[] discarded = new byte[(int) Math.min(count, SKIP_SIZE)];
    long remaining = count;
    while (remaining > 0) {
      remaining -= read(discarded, 0, (int) Math.min(discarded.length, remaining));
    }
  }

  /** Reads the second zero block and whatever fills the record: zeros and nothing else. */
  void readEnd() throws IOException {
    if (!isZero(readHeader())) {
      throw new InvalidContentException("Invalid tar: a single zero block between its entries");
    }
    byte[] rest = new byte[SKIP_SIZE];
    for (int read = in.read(rest); read >= 0; read = in.read(rest)) {
      for (int i = 0; i < read; i++) {
        if (rest[i] != 0) {
          throw new InvalidContentException("Invalid tar: data follows the end of the archive");
        }
      }
    }
  }

  static boolean isZero(byte[] block) {
    for (byte value : block) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static InvalidContentException truncated() {
    return new InvalidContentException("Invalid tar: it ends in the middle of an entry");
  }
}
