package dev.ocimodel.model.archive;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the extended headers before an entry say about it. */
final class TarExtensions {

  /** Said for all that follows, these would make an entry's meaning depend on what was read. */
  private static final Set<String> NOT_GLOBAL = Set.of("path", "linkpath", "size");

  private static final int MAX_SIZE_DIGITS = 19;

  private final ArchiveLimits limits;
  private byte @Nullable [] path;
  private byte @Nullable [] link;
  private @Nullable Long size;
  private boolean paxSeen;
  private int last;

  TarExtensions(ArchiveLimits limits) {
    this.limits = limits;
  }

  byte @Nullable [] path() {
    return path;
  }

  byte @Nullable [] link() {
    return link;
  }

  @Nullable Long size() {
    return size;
  }

  boolean accepts(TarHeader header) {
    return switch (header.type()) {
      case TarFormat.PAX, TarFormat.PAX_GLOBAL, TarFormat.GNU_LONG_NAME, TarFormat.GNU_LONG_LINK ->
          true;
      default -> false;
    };
  }

  void add(TarHeader header, TarBlocks blocks) throws IOException {
    if (header.size() > limits.maxExtendedHeaderSize()) {
      throw header.invalid(
          "an extended header of "
              + header.size()
              + " bytes; the limit maxExtendedHeaderSize is "
              + limits.maxExtendedHeaderSize());
    }
    byte[] content = blocks.readContent((int) header.size());
    switch (header.type()) {
      case TarFormat.PAX_GLOBAL -> checkGlobal(header, content);
      case TarFormat.PAX -> addPax(header, content);
      case TarFormat.GNU_LONG_NAME -> setPath(header, withoutFinalNuls(content));
      default -> setLink(header, withoutFinalNuls(content));
    }
  }

  /** Refuses extended headers that no entry follows. */
  void checkUnused() {
    if (last > 0) {
      throw TarFields.invalid(last, "an extended header without its entry");
    }
  }

  private static void checkGlobal(TarHeader header, byte[] content) {
    PaxRecords.parse(
        content,
        header.number(),
        (key, value) -> {
          if (NOT_GLOBAL.contains(key)) {
            throw header.invalid("a global PAX header sets " + key);
          }
        });
  }

  private void addPax(TarHeader header, byte[] content) {
    if (paxSeen) {
      throw header.invalid("two PAX headers for one entry");
    }
    paxSeen = true;
    last = header.number();
    PaxRecords.parse(
        content,
        header.number(),
        (key, value) -> {
          switch (key) {
            case "path" -> setPath(header, value);
            case "linkpath" -> setLink(header, value);
            case "size" -> size = number(header, value);
            default -> {
              // checked, and of no use here
            }
          }
        });
  }

  private void setPath(TarHeader header, byte[] value) {
    if (path != null) {
      throw header.invalid("two long paths for one entry");
    }
    path = value;
    last = header.number();
  }

  private void setLink(TarHeader header, byte[] value) {
    if (link != null) {
      throw header.invalid("two long link targets for one entry");
    }
    link = value;
    last = header.number();
  }

  private static long number(TarHeader header, byte[] value) {
    String digits = PaxRecords.text(value, header.number(), "PAX size");
    boolean decimal = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!decimal || digits.length() > MAX_SIZE_DIGITS) {
      throw header.invalid("the PAX size is not a decimal number");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw header.invalid("the PAX size is over 2^63-1");
    }
  }

  /** GNU ends long names with a NUL; one inside is refused where the name is decoded. */
  private static byte[] withoutFinalNuls(byte[] content) {
    int length = content.length;
    while (length > 0 && content[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(content, length);
  }
}
