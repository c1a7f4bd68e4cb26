package dev.ocimodel.testkit;

import dev.ocimodel.testkit.Authentication.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The bearer tokens that were given out, and what each opens until when. */
final class IssuedTokens {

  private final Clock clock;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  private record Token(Set<Scope> grants, Instant expiry) {}

  IssuedTokens(Clock clock) {
    this.clock = clock;
  }

  void add(String token, Set<Scope> grants, Instant expiry) {
    tokens.put(token, new Token(Set.copyOf(grants), expiry));
  }

  /**
   * Returns what the token of an {@code Authorization} header opens, or null when it is not good.
   */
  @Nullable Set<Scope> grants(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return null;
    }
    Token token = tokens.get(authorization.substring(7).strip());
    return token != null && clock.instant().isBefore(token.expiry()) ? token.grants() : null;
  }

  void revokeAll() {
    tokens.clear();
  }
}
