package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.util.zip.CRC32;

/** The header of one gzip member (RFC 1952, section 2.3); what it says is checked and dropped. */
final class GzipHeader {

  private static final int HAS_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int DEFLATE = 8;
  private static final int TIME_FLAGS_AND_SYSTEM = 6;

  private final GzipInput input;
  private final CRC32 crc = new CRC32();

  private GzipHeader(GzipInput input) {
    this.input = input;
  }

  /**
   * Reads a header.
   *
   * @param afterMember whether a member came before, for the message
   */
  static void read(GzipInput input, boolean afterMember) throws IOException {
    GzipHeader header = new GzipHeader(input);
    header.readMagic(afterMember);
    header.readFields();
  }

  private void readMagic(boolean afterMember) throws IOException {
    if (next() != 0x1f || input.atEnd() || next() != 0x8b) {
      throw new InvalidContentException(
          afterMember
              ? "Invalid gzip: something else follows its last member"
              : "Not gzip: the input starts with other bytes");
    }
  }

  private void readFields() throws IOException {
    int method = next();
    int flags = next();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new InvalidContentException(
          "Invalid gzip: unknown method " + method + " or flags " + flags);
    }
    skip(TIME_FLAGS_AND_SYSTEM);
    if ((flags & HAS_EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & HAS_CRC) != 0 && (crc.getValue() & 0xffff) != input.littleEndian(2)) {
      throw new InvalidContentException("Invalid gzip: the header's CRC-16 is wrong");
    }
  }

  private int next() throws IOException {
    int value = input.next();
    crc.update(value);
    return value;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    int value = next();
    while (value != 0) {
      value = next();
    }
  }
}
