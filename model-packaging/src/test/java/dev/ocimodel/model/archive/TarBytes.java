package dev.ocimodel.model.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Archives that no honest writer makes, block by block. */
final class TarBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An honest header of one type, before somebody changes it. */
  TarBytes header(char type, String name, long size, Consumer<byte[]> change) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000644");
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    put(block, 124, String.format("%011o", size));
    put(block, 136, "00000000000");
    block[156] = (byte) type;
    put(block, 257, "ustar\00000");
    change.accept(block);
    put(block, 148, String.format("%06o\0 ", TarFormat.checksum(block, 0)));
    out.writeBytes(block);
    return this;
  }

  TarBytes header(char type, String name, long size) {
    return header(type, name, size, block -> {});
  }

  TarBytes content(byte[] content) {
    out.writeBytes(content);
    out.writeBytes(new byte[TarFormat.padding(content.length)]);
    return this;
  }

  TarBytes file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return header('0', name, bytes.length).content(bytes);
  }

  TarBytes extended(char type, byte[] content) {
    return header(type, "extended", content.length).content(content);
  }

  /** A PAX header of some records, each as "key=value". */
  TarBytes pax(String... records) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (String record : records) {
      content.writeBytes(record(record.getBytes(StandardCharsets.UTF_8)));
    }
    return extended('x', content.toByteArray());
  }

  static byte[] record(byte[] keyAndValue) {
    int length = keyAndValue.length + 3;
    while (Integer.toString(length).length() + keyAndValue.length + 2 != length) {
      length++;
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
    record.writeBytes(keyAndValue);
    record.write('\n');
    return record.toByteArray();
  }

  TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] unfinished() {
    return out.toByteArray();
  }

  byte[] end() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  static void put(byte[] block, int offset, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }
}
