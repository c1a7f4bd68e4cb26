package dev.ocimodel.samples.cli;

/** Makes foreign text fit for a terminal: an artifact's author does not get to move the cursor. */
final class Printable {

  private Printable() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean isPrintable(int c) {
    int type = Character.getType(c);
    return !Character.isISOControl(c)
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.UNASSIGNED;
  }
}
