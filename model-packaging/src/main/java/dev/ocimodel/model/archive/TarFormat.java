package dev.ocimodel.model.archive;

/** Numbers of the tar format (POSIX.1-2017, pax, "ustar Interchange Format"). */
final class TarFormat {

  static final int BLOCK = 512;

  /** Largest size that eleven octal digits hold. */
  static final long MAX_USTAR_SIZE = 8_589_934_591L;

  static final int NAME_OFFSET = 0;
  static final int NAME_LENGTH = 100;
  static final int MODE_OFFSET = 100;
  static final int UID_OFFSET = 108;
  static final int GID_OFFSET = 116;
  static final int ID_LENGTH = 8;
  static final int SIZE_OFFSET = 124;
  static final int MTIME_OFFSET = 136;
  static final int NUMBER_LENGTH = 12;
  static final int CHECKSUM_OFFSET = 148;
  static final int CHECKSUM_LENGTH = 8;
  static final int TYPE_OFFSET = 156;
  static final int LINK_OFFSET = 157;
  static final int MAGIC_OFFSET = 257;
  static final int MAGIC_LENGTH = 8;
  static final int DEVICE_MAJOR_OFFSET = 329;
  static final int DEVICE_MINOR_OFFSET = 337;
  static final int PREFIX_OFFSET = 345;
  static final int PREFIX_LENGTH = 155;

  static final char FILE = '0';
  static final char OLD_FILE = '\0';
  static final char HARD_LINK = '1';
  static final char SYMLINK = '2';
  static final char DIRECTORY = '5';
  static final char PAX = 'x';
  static final char PAX_GLOBAL = 'g';
  static final char GNU_LONG_NAME = 'L';
  static final char GNU_LONG_LINK = 'K';

  private TarFormat() {}

  /** Bytes that fill the last block of {@code size} bytes. */
  static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  /** Sum of a header's bytes with its checksum field taken as spaces. */
  static int checksum(byte[] header, int offset) {
    int sum = CHECKSUM_LENGTH * ' ';
    for (int i = 0; i < BLOCK; i++) {
      if (i < CHECKSUM_OFFSET || i >= CHECKSUM_OFFSET + CHECKSUM_LENGTH) {
        sum += header[offset + i] & 0xff;
      }
    }
    return sum;
  }
}
