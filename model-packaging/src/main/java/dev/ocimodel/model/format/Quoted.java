package dev.ocimodel.model.format;

/** Foreign names in messages. */
final class Quoted {

  private static final int MAX_SHOWN = 120;

  private Quoted() {}

  /** Returns the name in quotes, printable ASCII or escaped, its length bounded. */
  static String of(String name) {
    StringBuilder shown = new StringBuilder("\"");
    name.chars()
        .limit(MAX_SHOWN)
        .forEach(c -> shown.append(c < ' ' || c > '~' ? String.format("\\u%04x", c) : (char) c));
    return shown.append(name.length() > MAX_SHOWN ? "…\"" : "\"").toString();
  }
}
