package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The records of a PAX header (POSIX.1-2017, pax, "Extended Header"), each {@code "length
 * key=value\n"}.
 */
final class PaxRecords {

  private static final int MAX_LENGTH_DIGITS = 9;
  private static final Pattern TIME = Pattern.compile("-?[0-9]{1,12}(?:\\.[0-9]{0,18})?");

  private final byte[] records;
  private final int header;
  private final Set<String> keys = new HashSet<>();
  private int position;

  private PaxRecords(byte[] records, int header) {
    this.records = records;
    this.header = header;
  }

  /**
   * Parses records and checks what holds for them alone.
   *
   * @param consumer given each key and value, in order
   */
  static void parse(byte[] records, int header, BiConsumer<String, byte[]> consumer) {
    PaxRecords parser = new PaxRecords(records, header);
    while (parser.position < records.length) {
      parser.next(consumer);
    }
  }

  private void next(BiConsumer<String, byte[]> consumer) {
    int start = position;
    int length = length();
    int end = start + length;
    if (length > records.length - start || end <= position || records[end - 1] != '\n') {
      throw invalid("a PAX record has a wrong length");
    }
    int equals = position;
    while (equals < end && records[equals] != '=') {
      equals++;
    }
    if (equals == end || equals == position) {
      throw invalid("a PAX record is not key=value");
    }
    String key = text(Arrays.copyOfRange(records, position, equals), header, "PAX key");
    byte[] value = Arrays.copyOfRange(records, equals + 1, end - 1);
    check(key, value);
    consumer.accept(key, value);
    position = end;
  }

  /** The decimal digits before the space; leaves the position behind it. */
  private int length() {
    int value = 0;
    int digits = 0;
    while (position < records.length && isDigit(records[position])) {
      value = value * 10 + (records[position++] - '0');
      if (++digits > MAX_LENGTH_DIGITS) {
        throw invalid("a PAX record has a wrong length");
      }
    }
    if (digits == 0 || position == records.length || records[position++] != ' ') {
      throw invalid("a PAX record does not start with its length");
    }
    return value;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  private void check(String key, byte[] value) {
    if (!keys.add(key)) {
      throw invalid("the PAX key " + ForeignText.quote(key) + " is there twice");
    }
    if (key.startsWith("GNU.sparse.")) {
      throw invalid("it is a sparse file, which this SDK does not read");
    }
    switch (key) {
      case "mtime", "atime", "ctime" -> {
        if (!TIME.matcher(text(value, header, key)).matches()) {
          throw invalid("the PAX record " + key + " is no time");
        }
      }
      case "hdrcharset" -> {
        if (!text(value, header, key).equals("ISO-IR 10646 2000 UTF-8")) {
          throw invalid("its names are not UTF-8");
        }
      }
      default -> {
        // Owners and extended attributes are dropped, comments too.
      }
    }
  }

  /** Decodes UTF-8 without NUL. */
  static String text(byte[] bytes, int header, String what) {
    for (byte value : bytes) {
      if (value == 0) {
        throw TarFields.invalid(header, "the " + what + " holds a NUL");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw TarFields.invalid(header, "the " + what + " is not UTF-8");
    }
  }

  private InvalidContentException invalid(String problem) {
    return TarFields.invalid(header, problem);
  }
}
