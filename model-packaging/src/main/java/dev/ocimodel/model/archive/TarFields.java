package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import java.util.Arrays;

/** The fields of a header block, and how texts and numbers are written in them. */
final class TarFields {

  private static final int BINARY_FLAG = 0x80;

  private final byte[] block;
  private final int header;

  TarFields(byte[] block, int header) {
    this.block = block;
    this.header = header;
  }

  /** The bytes of a text field up to its first NUL. */
  byte[] text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, offset, end);
  }

  /** A number that is not negative, in octal digits or, as GNU writes large ones, in base 256. */
  long number(int offset, int length, String name) {
    if ((block[offset] & BINARY_FLAG) != 0) {
      return binary(offset, length, name);
    }
    return octal(offset, length, name);
  }

  /** A time is never applied, so it only has to be one: digits, or base 256 of either sign. */
  void checkTime(int offset, int length) {
    if ((block[offset] & BINARY_FLAG) == 0) {
      octal(offset, length, "mtime");
    }
  }

  private long binary(int offset, int length, String name) {
    int lastBytes = offset + length - Long.BYTES;
    boolean fits = (block[offset] & 0xff) == BINARY_FLAG || lastBytes == offset;
    for (int i = offset + 1; i < lastBytes; i++) {
      fits &= block[i] == 0;
    }
    long value = block[lastBytes] & (lastBytes == offset ? 0x7f : 0xff);
    for (int i = lastBytes + 1; i < offset + length; i++) {
      value = (value << 8) | (block[i] & 0xff);
    }
    boolean negative = value < 0 || (block[offset] & 0x40) != 0;
    if (!fits || negative) {
      throw invalid("the field " + name + " is negative or over 2^63-1");
    }
    return value;
  }

  /** Leading spaces, octal digits, then only NULs and spaces; an empty field is 0. */
  private long octal(int offset, int length, String name) {
    int i = offset;
    int end = offset + length;
    while (i < end && block[i] == ' ') {
      i++;
    }
    long value = 0;
    for (; i < end && block[i] >= '0' && block[i] <= '7'; i++) {
      value = value << 3 | (block[i] - '0');
    }
    for (; i < end; i++) {
      if (block[i] != 0 && block[i] != ' ') {
        throw invalid("the field " + name + " is not an octal number");
      }
    }
    return value;
  }

  InvalidContentException invalid(String problem) {
    return invalid(header, problem);
  }

  static InvalidContentException invalid(int header, String problem) {
    return new InvalidContentException("Invalid tar, header " + header + ": " + problem);
  }
}
