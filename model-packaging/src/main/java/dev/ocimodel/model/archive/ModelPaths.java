package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The one rule for file names in annotations, tar entries and indexes: a relative path of plain
 * names that means the same file on every operating system, or a refusal on every one.
 */
public final class ModelPaths {

  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_PATH_BYTES = 4096;
  private static final Pattern WINDOWS_DEVICE =
      Pattern.compile(
          "(?:CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3])(?:[. ].*)?",
          Pattern.CASE_INSENSITIVE);

  private ModelPaths() {}

  /**
   * Checks a path and returns it without leading {@code ./} and trailing slashes.
   *
   * @param path a path with {@code /} between names
   * @return the normalized relative path, never empty
   * @throws InvalidContentException if it is empty, absolute, over 4,096 bytes, or has a name that
   *     is empty, {@code .}, {@code ..}, over 255 bytes, a Windows device, ends in a dot or a
   *     space, or holds a backslash, a colon, a lone surrogate, or a control or other character
   *     that cannot be seen
   */
  public static String checked(String path) {
    String stripped = strip(path);
    if (stripped.isEmpty()) {
      throw refused(path, "it names no file");
    }
    if (stripped.startsWith("/")) {
      throw refused(path, "it is absolute");
    }
    if (stripped.length() > MAX_PATH_BYTES || utf8Length(stripped) > MAX_PATH_BYTES) {
      throw refused(path, "it is longer than " + MAX_PATH_BYTES + " bytes");
    }
    int start = 0;
    for (int slash = stripped.indexOf('/'); slash >= 0; slash = stripped.indexOf('/', start)) {
      checkName(path, stripped.substring(start, slash));
      start = slash + 1;
    }
    checkName(path, stripped.substring(start));
    return stripped;
  }

  /** Whether the path names the directory it is relative to: {@code .} or {@code ./}. */
  static boolean isRoot(String path) {
    return path.equals(".") || (path.startsWith("./") && strip(path).isEmpty());
  }

  private static String strip(String path) {
    int start = 0;
    while (path.startsWith("./", start)) {
      start += 2;
    }
    int end = path.length();
    while (end > start + 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(start, end);
  }

  private static void checkName(String path, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw refused(path, "it has the segment \"" + name + "\"");
    }
    name.codePoints().forEach(c -> checkCharacter(path, c));
    if (utf8Length(name) > MAX_NAME_BYTES) {
      throw refused(path, "a name in it is longer than " + MAX_NAME_BYTES + " bytes");
    }
    if (name.endsWith(".") || name.endsWith(" ")) {
      throw refused(path, "a name in it ends in a dot or a space, which Windows drops");
    }
    if (WINDOWS_DEVICE.matcher(name).matches()) {
      throw refused(path, "a name in it is a Windows device");
    }
  }

  private static void checkCharacter(String path, int c) {
    if (isInvisible(c)) {
      throw refused(path, "it holds the character U+" + String.format("%04X", c));
    }
    if (c == '\\' || c == ':') {
      throw refused(path, "it holds '" + (char) c + "', which Windows takes for part of a path");
    }
  }

  /** What disturbs a terminal, hides in a name, or (on HFS+) is no part of it. */
  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static InvalidContentException refused(String path, String reason) {
    return new InvalidContentException(
        "Refused the path " + ForeignText.quote(path) + ": " + reason);
  }
}
