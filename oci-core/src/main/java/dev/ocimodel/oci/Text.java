package dev.ocimodel.oci;

/** Renders foreign text for messages. */
final class Text {

  private static final int MAX_SHOWN = 120;

  private Text() {}

  /** Quotes a foreign value, with control characters escaped and its length bounded. */
  static String quote(String value) {
    StringBuilder shown = new StringBuilder("\"");
    value
        .codePoints()
        .limit(MAX_SHOWN)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || c == '"' || c == '\\' || !Character.isDefined(c)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.append(value.length() > MAX_SHOWN ? "…\"" : "\"").toString();
  }
}
