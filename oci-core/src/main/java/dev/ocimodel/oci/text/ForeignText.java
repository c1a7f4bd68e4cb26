package dev.ocimodel.oci.text;

/** Renders foreign text for messages. */
public final class ForeignText {

  private static final int MAX_SHOWN = 120;

  private ForeignText() {}

  /** Quotes a foreign value, made {@link #printable} and with its quotes escaped. */
  public static String quote(String value) {
    return "\"" + escape(value, "\"\\") + "\"";
  }

  /** Escapes what could drive a terminal or forge a line of a log, and bounds the length. */
  public static String printable(String value) {
    return escape(value, "");
  }

  private static String escape(String value, String escaped) {
    StringBuilder shown = new StringBuilder();
    value
        .codePoints()
        .limit(MAX_SHOWN)
        .forEach(
            c -> {
              if (isHarmful(c) || escaped.indexOf(c) >= 0) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.append(value.length() > MAX_SHOWN ? "…" : "").toString();
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
