package dev.ocimodel.oci.text;

import java.util.List;
import java.util.stream.Collectors;

/** Renders foreign text for messages. */
public final class ForeignText {

  private static final int MAX_SHOWN = 120;
  private static final int MAX_LISTED = 10;

  private ForeignText() {}

  /** Quotes a foreign value, made {@link #printable} and with its quotes escaped. */
  public static String quote(String value) {
    return "\"" + escape(value, "\"\\", MAX_SHOWN) + "\"";
  }

  /** Escapes what could drive a terminal or forge a line of a log, and bounds the length. */
  public static String printable(String value) {
    return printable(value, MAX_SHOWN);
  }

  /** As {@link #printable(String)}, for text that is worth more room. */
  public static String printable(String value, int maxShown) {
    return escape(value, "", maxShown);
  }

  /** Joins the first of several foreign values, each made {@link #printable(String)}. */
  public static String list(List<?> values) {
    String shown =
        values.stream()
            .limit(MAX_LISTED)
            .map(value -> printable(value.toString()))
            .collect(Collectors.joining(", "));
    return values.size() > MAX_LISTED ? shown + ", …" : shown;
  }

  private static String escape(String value, String escaped, int maxShown) {
    StringBuilder shown = new StringBuilder();
    value
        .codePoints()
        .limit(maxShown)
        .forEach(
            c -> {
              if (isHarmful(c) || escaped.indexOf(c) >= 0) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.append(value.length() > maxShown ? "…" : "").toString();
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT, // direction overrides are among these
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
