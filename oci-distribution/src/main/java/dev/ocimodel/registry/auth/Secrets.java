package dev.ocimodel.registry.auth;

import dev.ocimodel.oci.InvalidContentException;

/** Checks that secrets can be sent in a header, without ever showing them. */
final class Secrets {

  private Secrets() {}

  /** A line break in a secret would end the header it is sent in, so it is refused up front. */
  static void checkText(String what, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidContentException(
          "Not a "
              + what
              + ": it holds a control character; check for a line break at its end, as left by"
              + " \"echo\" without -n");
    }
  }

  static void checkToken(String what, String value) {
    checkText(what, value);
    if (value.isBlank()) {
      throw new InvalidContentException("Not a " + what + ": it is empty");
    }
  }
}
