package dev.ocimodel.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code WWW-Authenticate} headers in one pass. In its grammar a comma separates challenges
 * as well as parameters, so that only what follows a word tells a scheme from a parameter: a
 * parameter's name has a {@code =} behind it.
 *
 * <p>Lenient where registries are: missing commas, and unquoted values with any character, such as
 * a bare URL. A value that is cut off or holds a control character is dropped, and a parameter that
 * comes twice keeps its first value. What goes past the limits is not read.
 */
final class ChallengeParser {

  static final int MAX_CHALLENGES = 16;
  static final int MAX_PARAMETERS = 32;
  static final int MAX_HEADER = 64 * 1024;

  private static final char END = '\0';

  private final List<Challenge> challenges = new ArrayList<>();
  private String text = "";
  private int position;
  private @Nullable String scheme;
  private Map<String, String> parameters = new LinkedHashMap<>();

  /** Adds the challenges of one header. */
  void read(String header) {
    text = header.length() > MAX_HEADER ? header.substring(0, MAX_HEADER) : header;
    position = 0;
    while (challenges.size() < MAX_CHALLENGES && skipSeparators()) {
      readWord();
    }
    finishChallenge();
  }

  List<Challenge> challenges() {
    return List.copyOf(challenges);
  }

  private void readWord() {
    String word = token();
    if (word.isEmpty()) {
      skipGarbage();
      return;
    }
    boolean spaceFollows = isSpace(peek());
    skipSpace();
    if (peek() == '=') {
      position++;
      skipSpace();
      addParameter(word, value());
      return;
    }
    finishChallenge();
    scheme = word.toLowerCase(Locale.ROOT);
    if (spaceFollows) {
      skipToken68();
    }
  }

  private void addParameter(String name, @Nullable String value) {
    if (scheme != null && value != null && parameters.size() < MAX_PARAMETERS) {
      parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
    }
  }

  private void finishChallenge() {
    if (scheme != null && challenges.size() < MAX_CHALLENGES) {
      challenges.add(new Challenge(scheme, parameters));
    }
    scheme = null;
    parameters = new LinkedHashMap<>();
  }

  private @Nullable String value() {
    return peek() == '"' ? quoted() : unquoted();
  }

  private @Nullable String quoted() {
    StringBuilder value = new StringBuilder();
    boolean clean = true;
    position++;
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == '"') {
        return clean ? value.toString() : null;
      }
      if (c == '\\' && position < text.length()) {
        c = text.charAt(position++);
      }
      clean &= c == '\t' || !Character.isISOControl(c);
      value.append(c);
    }
    return null;
  }

  private @Nullable String unquoted() {
    int start = position;
    boolean clean = true;
    while (position < text.length() && !isSpace(peek()) && peek() != ',') {
      clean &= !Character.isISOControl(peek());
      position++;
    }
    return clean && position > start ? text.substring(start, position) : null;
  }

  private String token() {
    int start = position;
    while (position < text.length() && isTokenCharacter(peek())) {
      position++;
    }
    return text.substring(start, position);
  }

  /** Passes over a token68; it is one only if the challenge ends behind it. */
  private void skipToken68() {
    int end = position;
    while (end < text.length() && isToken68Character(text.charAt(end))) {
      end++;
    }
    while (end < text.length() && text.charAt(end) == '=') {
      end++;
    }
    int next = end;
    while (next < text.length() && isSpace(text.charAt(next))) {
      next++;
    }
    if (next == text.length() || text.charAt(next) == ',') {
      position = end;
    }
  }

  /** Whether there is more behind the commas and blanks here. */
  private boolean skipSeparators() {
    while (position < text.length() && (isSpace(peek()) || peek() == ',')) {
      position++;
    }
    return position < text.length();
  }

  private void skipSpace() {
    while (position < text.length() && isSpace(peek())) {
      position++;
    }
  }

  /** A quoted string out of place is passed over whole: its commas separate nothing. */
  private void skipGarbage() {
    if (peek() == '"') {
      quoted();
    } else {
      position++;
    }
  }

  private char peek() {
    return position < text.length() ? text.charAt(position) : END;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isTokenCharacter(char c) {
    return isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static boolean isToken68Character(char c) {
    return isAlphanumeric(c) || "-._~+/".indexOf(c) >= 0;
  }
}
