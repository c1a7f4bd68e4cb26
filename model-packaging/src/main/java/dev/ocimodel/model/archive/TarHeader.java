package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header block, checked as far as it goes alone. Names stay bytes: an extended header may
 * replace one that is not UTF-8.
 */
record TarHeader(int number, char type, byte[] path, byte[] link, long size, int mode) {

  private static final byte[] POSIX_MAGIC = "ustar\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GNU_MAGIC = "ustar  \0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OLD_MAGIC = new byte[TarFormat.MAGIC_LENGTH];
  private static final int PERMISSIONS = 0777;

  /**
   * @param number which header of the archive it is, for messages
   */
  static TarHeader parse(byte[] block, int number) {
    TarFields fields = new TarFields(block, number);
    long checksum = fields.number(TarFormat.CHECKSUM_OFFSET, TarFormat.CHECKSUM_LENGTH, "checksum");
    if (checksum != TarFormat.checksum(block, 0)) {
      throw fields.invalid("the checksum is wrong; is it a tar archive at all?");
    }
    fields.checkTime(TarFormat.MTIME_OFFSET, TarFormat.NUMBER_LENGTH);
    long mode = fields.number(TarFormat.MODE_OFFSET, TarFormat.ID_LENGTH, "mode");
    return new TarHeader(
        number,
        (char) (block[TarFormat.TYPE_OFFSET] & 0xff),
        path(block, fields),
        fields.text(TarFormat.LINK_OFFSET, TarFormat.NAME_LENGTH),
        fields.number(TarFormat.SIZE_OFFSET, TarFormat.NUMBER_LENGTH, "size"),
        (int) (mode & PERMISSIONS));
  }

  /** Only POSIX archives have a prefix; GNU's have other things in its place. */
  private static byte[] path(byte[] block, TarFields fields) {
    byte[] name = fields.text(TarFormat.NAME_OFFSET, TarFormat.NAME_LENGTH);
    int magic = TarFormat.MAGIC_OFFSET;
    byte[] found = Arrays.copyOfRange(block, magic, magic + TarFormat.MAGIC_LENGTH);
    if (Arrays.equals(found, GNU_MAGIC) || Arrays.equals(found, OLD_MAGIC)) {
      return name;
    }
    if (!Arrays.equals(Arrays.copyOf(found, POSIX_MAGIC.length), POSIX_MAGIC)) {
      throw fields.invalid("it is of no known tar format");
    }
    byte[] prefix = fields.text(TarFormat.PREFIX_OFFSET, TarFormat.PREFIX_LENGTH);
    return prefix.length == 0 ? name : joined(prefix, name);
  }

  private static byte[] joined(byte[] prefix, byte[] name) {
    byte[] path = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    path[prefix.length] = '/';
    System.arraycopy(name, 0, path, prefix.length + 1, name.length);
    return path;
  }

  InvalidContentException invalid(String problem) {
    return TarFields.invalid(number, problem);
  }
}
