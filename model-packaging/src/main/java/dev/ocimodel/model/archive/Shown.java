package dev.ocimodel.model.archive;

/** Foreign text in messages. */
final class Shown {

  private static final int MAX_SHOWN = 120;

  private Shown() {}

  /** Quotes a foreign value, with what could disturb a terminal escaped and its length bounded. */
  static String quote(String value) {
    StringBuilder shown = new StringBuilder("\"");
    value.codePoints().limit(MAX_SHOWN).forEach(c -> append(shown, c));
    return shown.append(value.length() > MAX_SHOWN ? "…\"" : "\"").toString();
  }

  private static void append(StringBuilder shown, int c) {
    boolean plain =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> c != '"' && c != '\\';
        };
    if (plain) {
      shown.appendCodePoint(c);
    } else {
      shown.append(String.format("\\u%04x", c));
    }
  }
}
