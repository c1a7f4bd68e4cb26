package dev.ocimodel.oci.transfer;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A shell's pattern for paths that come from elsewhere. Not a {@link java.nio.file.PathMatcher}:
 * those take a path of this machine's file system, which a foreign name need not be.
 */
record Glob(Pattern pattern, boolean ofName) {

  /** No path of a model is longer; matching takes longer than linear in the length. */
  private static final int MAX_LENGTH = 4096;

  static Glob of(String glob) {
    try {
      return new Glob(Pattern.compile(new Translation(glob).regex()), !glob.contains("/"));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("Not a pattern: " + glob, e);
    }
  }

  boolean matches(String path) {
    String subject = ofName ? path.substring(path.lastIndexOf('/') + 1) : path;
    return subject.length() <= MAX_LENGTH && pattern.matcher(subject).matches();
  }

  /** From a pattern of the shell to a regular expression. */
  private static final class Translation {

    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int at;
    private boolean inBraces;

    Translation(String glob) {
      this.glob = glob;
    }

    String regex() {
      while (at < glob.length()) {
        char next = glob.charAt(at++);
        switch (next) {
          case '*' -> star();
          case '?' -> regex.append("[^/]");
          case '[' -> bracket();
          case '{' -> openBrace();
          case '}' -> closeBrace();
          case ',' -> regex.append(inBraces ? "|" : ",");
          case '\\' -> literal(at < glob.length() ? glob.charAt(at++) : '\\');
          default -> literal(next);
        }
      }
      if (inBraces) {
        throw new IllegalArgumentException("Not a pattern, its brace has no end: " + glob);
      }
      return regex.toString();
    }

    private void star() {
      if (!glob.startsWith("*", at)) {
        regex.append("[^/]*");
        return;
      }
      at++;
      if (glob.startsWith("/", at)) { // a directory, or none
        at++;
        regex.append("(?:.*/)?");
      } else {
        regex.append(".*");
      }
    }

    private void bracket() {
      int end = glob.indexOf(']', at + 1);
      if (end < 0) {
        throw new IllegalArgumentException("Not a pattern, its bracket has no end: " + glob);
      }
      String content = glob.substring(at, end);
      boolean negated = content.startsWith("!");
      regex
          .append(negated ? "[^/" : "[")
          .append((negated ? content.substring(1) : content).replaceAll("[\\\\\\[\\]&^]", "\\\\$0"))
          .append(']');
      at = end + 1;
    }

    private void openBrace() {
      if (inBraces) {
        throw new IllegalArgumentException("Not a pattern, it has braces in braces: " + glob);
      }
      inBraces = true;
      regex.append("(?:");
    }

    private void closeBrace() {
      regex.append(inBraces ? ")" : "\\}");
      inBraces = false;
    }

    private void literal(char c) {
      regex.append(Pattern.quote(String.valueOf(c)));
    }
  }
}
