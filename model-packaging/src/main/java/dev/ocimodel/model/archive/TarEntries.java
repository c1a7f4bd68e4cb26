package dev.ocimodel.model.archive;

import dev.ocimodel.model.archive.TarEntry.Type;
import dev.ocimodel.oci.text.ForeignText;
import org.jspecify.annotations.Nullable;

/** Makes an entry of a header and the extended headers before it, or refuses it. */
final class TarEntries {

  private TarEntries() {}

  /** Returns the entry, or null for the root of all paths. */
  static @Nullable TarEntry entry(
      TarHeader header, TarExtensions extensions, ArchiveLimits limits) {
    byte[] longPath = extensions.path();
    String path = text(header, longPath == null ? header.path() : longPath, "path", limits);
    Type type = type(header, path);
    long size = size(header, extensions.size());
    if (type != Type.FILE && size != 0) {
      throw header.invalid("it has content, but is no file: " + ForeignText.quote(path));
    }
    if (type == Type.DIRECTORY && ModelPaths.isRoot(path)) {
      return null;
    }
    String link = link(header, extensions, type, limits);
    return new TarEntry(ModelPaths.checked(path), type, size, header.mode(), link);
  }

  private static String text(TarHeader header, byte[] bytes, String what, ArchiveLimits limits) {
    if (bytes.length > limits.maxPathLength()) {
      throw header.invalid(
          "the "
              + what
              + " has "
              + bytes.length
              + " bytes; the limit maxPathLength is "
              + limits.maxPathLength());
    }
    return PaxRecords.text(bytes, header.number(), what);
  }

  private static Type type(TarHeader header, String path) {
    return switch (header.type()) {
      case TarFormat.FILE, TarFormat.OLD_FILE -> fileType(header, path);
      case TarFormat.DIRECTORY -> Type.DIRECTORY;
      case TarFormat.SYMLINK -> Type.SYMLINK;
      case TarFormat.HARD_LINK -> Type.HARD_LINK;
      default ->
          throw header.invalid(
              "the entry "
                  + ForeignText.quote(path)
                  + " is "
                  + kind(header.type())
                  + "; only files, directories and links are read");
    };
  }

  /** Before ustar, a slash at the end made a directory; since then it contradicts the type. */
  private static Type fileType(TarHeader header, String path) {
    if (!path.endsWith("/")) {
      return Type.FILE;
    }
    if (header.type() == TarFormat.OLD_FILE) {
      return Type.DIRECTORY;
    }
    throw header.invalid("a file whose path ends in a slash: " + ForeignText.quote(path));
  }

  private static String kind(char type) {
    return switch (type) {
      case '3', '4' -> "a device";
      case '6' -> "a FIFO";
      case 'S' -> "a sparse file";
      default -> "of the unknown type " + ForeignText.quote(Character.toString(type));
    };
  }

  /**
   * A size in a PAX header has to be the header's own, unless that cannot hold it: readers that
   * know no PAX, and there are some, would find other entries than we do.
   */
  private static long size(TarHeader header, @Nullable Long paxSize) {
    if (paxSize == null || paxSize == header.size()) {
      return header.size();
    }
    boolean cannotHold =
        paxSize > TarFormat.MAX_USTAR_SIZE
            && (header.size() == 0 || header.size() == TarFormat.MAX_USTAR_SIZE);
    if (!cannotHold) {
      throw header.invalid(
          "its size is "
              + header.size()
              + " in the header, "
              + paxSize
              + " in the PAX header before");
    }
    return paxSize;
  }

  private static @Nullable String link(
      TarHeader header, TarExtensions extensions, Type type, ArchiveLimits limits) {
    if (type != Type.SYMLINK && type != Type.HARD_LINK) {
      return null;
    }
    byte[] longLink = extensions.link();
    String link = text(header, longLink == null ? header.link() : longLink, "link target", limits);
    if (link.isEmpty()) {
      throw header.invalid("a link without a target");
    }
    return link;
  }
}
