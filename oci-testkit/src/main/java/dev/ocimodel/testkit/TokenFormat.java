package dev.ocimodel.testkit;

import dev.ocimodel.testkit.Authentication.Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/** Makes the text of a bearer token. */
@FunctionalInterface
interface TokenFormat {

  /**
   * Returns a token that no other is equal to.
   *
   * @param subject name of the account, or empty for anyone
   * @param grants what it opens
   */
  String newToken(String subject, Set<Scope> grants, Instant issued, Instant expiry);

  /** Random, and without meaning to who sees it. */
  static TokenFormat opaque() {
    SecureRandom random = new SecureRandom();
    return (subject, grants, issued, expiry) -> {
      byte[] bytes = new byte[24];
      random.nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    };
  }
}
