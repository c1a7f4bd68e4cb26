package dev.ocimodel.model.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Makes the blocks before an entry's content: one ustar header, after a PAX header if need be. */
final class TarHeaderEncoder {

  private static final String PAX_NAME_PREFIX = "PaxHeaders.0/";
  private static final byte[] MAGIC = "ustar\00000".getBytes(StandardCharsets.US_ASCII);

  private TarHeaderEncoder() {}

  static byte[] directory(String path) {
    return encode(path + "/", TarFormat.DIRECTORY, 0755, 0);
  }

  static byte[] file(String path, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size must not be negative, is " + size);
    }
    return encode(path, TarFormat.FILE, 0644, size);
  }

  private static byte[] encode(String path, char type, int mode, long size) {
    int split = splitPoint(path);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    if (split < 0) {
      appendRecord(records, "path", path);
    }
    if (size > TarFormat.MAX_USTAR_SIZE) {
      appendRecord(records, "size", Long.toString(size));
    }
    if (records.size() == 0) {
      return header(path.substring(0, split), nameAfter(path, split), type, mode, size);
    }
    byte[] pax = paxEntry(path, records.toByteArray());
    String name = split < 0 ? portable(path, "") : nameAfter(path, split);
    String prefix = split < 0 ? "" : path.substring(0, split);
    long ustarSize = size > TarFormat.MAX_USTAR_SIZE ? 0 : size;
    return concat(pax, header(prefix, name, type, mode, ustarSize));
  }

  /**
   * Where to cut a path into prefix and name: 0 for no prefix, else the index of a slash; -1 if it
   * fits in no way or is not ASCII.
   */
  private static int splitPoint(String path) {
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(path)) {
      return -1;
    }
    if (path.length() <= TarFormat.NAME_LENGTH) {
      return 0;
    }
    int earliest = path.length() - TarFormat.NAME_LENGTH - 1;
    int slash = path.indexOf('/', earliest);
    boolean fits = slash > 0 && slash <= TarFormat.PREFIX_LENGTH && slash < path.length() - 1;
    return fits ? slash : -1;
  }

  private static String nameAfter(String path, int split) {
    return split == 0 ? path : path.substring(split + 1);
  }

  private static byte[] paxEntry(String path, byte[] records) {
    int lastSlash = path.lastIndexOf('/', path.length() - 2);
    String name = portable(path.substring(lastSlash + 1), PAX_NAME_PREFIX);
    byte[] header = header("", name, TarFormat.PAX, 0644, records.length);
    return concat(concat(header, records), new byte[TarFormat.padding(records.length)]);
  }

  /** What a reader that knows no PAX shows: ASCII, cut to the field. */
  private static String portable(String path, String prefix) {
    String ascii = prefix + path.replaceAll("[^\\x20-\\x7e]", "_");
    return ascii.substring(0, Math.min(ascii.length(), TarFormat.NAME_LENGTH));
  }

  /** A record is "length key=value\n", where the length counts itself. */
  private static void appendRecord(ByteArrayOutputStream records, String key, String value) {
    byte[] body = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    int length = body.length + 1;
    while (Integer.toString(length).length() + body.length != length) {
      length++;
    }
    records.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    records.writeBytes(body);
  }

  private static byte[] header(String prefix, String name, char type, int mode, long size) {
    byte[] block = new byte[TarFormat.BLOCK];
    put(block, TarFormat.NAME_OFFSET, name.getBytes(StandardCharsets.US_ASCII));
    putOctal(block, TarFormat.MODE_OFFSET, TarFormat.ID_LENGTH, mode);
    putOctal(block, TarFormat.UID_OFFSET, TarFormat.ID_LENGTH, 0);
    putOctal(block, TarFormat.GID_OFFSET, TarFormat.ID_LENGTH, 0);
    putOctal(block, TarFormat.SIZE_OFFSET, TarFormat.NUMBER_LENGTH, size);
    putOctal(block, TarFormat.MTIME_OFFSET, TarFormat.NUMBER_LENGTH, 0);
    block[TarFormat.TYPE_OFFSET] = (byte) type;
    put(block, TarFormat.MAGIC_OFFSET, MAGIC);
    putOctal(block, TarFormat.DEVICE_MAJOR_OFFSET, TarFormat.ID_LENGTH, 0);
    putOctal(block, TarFormat.DEVICE_MINOR_OFFSET, TarFormat.ID_LENGTH, 0);
    put(block, TarFormat.PREFIX_OFFSET, prefix.getBytes(StandardCharsets.US_ASCII));
    // Six digits, NUL, space: the one field whose end is not like the others'.
    putOctal(block, TarFormat.CHECKSUM_OFFSET, 7, TarFormat.checksum(block, 0));
    block[TarFormat.CHECKSUM_OFFSET + 7] = ' ';
    return block;
  }

  /** Zero-padded octal digits and a NUL, over the whole field. */
  private static void putOctal(byte[] block, int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }

  private static void put(byte[] block, int offset, byte[] value) {
    System.arraycopy(value, 0, block, offset, value.length);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
