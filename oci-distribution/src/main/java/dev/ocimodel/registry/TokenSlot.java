package dev.ocimodel.registry;

import dev.ocimodel.registry.auth.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One token and its renewal: many threads may want it, one fetches it, the others wait for that.
 */
final class TokenSlot {

  /** A token is renewed when this much of its life is left, so that it does not die on the way. */
  private static final Duration EARLY = Duration.ofSeconds(10);

  private final TokenClient client;
  private final Origin registry;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable BearerToken token;
  private List<String> scopes = List.of();

  TokenSlot(TokenClient client, Origin registry) {
    this.client = client;
    this.registry = registry;
  }

  /**
   * Returns a token that is not the refused one, fetching it if need be.
   *
   * @param asked the scopes to ask for, unless an earlier challenge has settled that
   * @param refused an {@code Authorization} value that the registry has refused, or null
   */
  String token(
      Challenge challenge,
      List<String> asked,
      @Nullable Credentials credentials,
      @Nullable String refused)
      throws IOException {
    Locks.lock(lock); // its holder is talking to a token server
    try {
      BearerToken held = token;
      if (held != null && !held.expiresWithin(EARLY) && !held.header().equals(refused)) {
        return held.value();
      }
      if (refused != null || scopes.isEmpty()) {
        scopes = asked;
      }
      BearerToken fetched = client.fetch(registry, challenge, scopes, credentials);
      token = fetched;
      return fetched.value();
    } finally {
      lock.unlock();
    }
  }
}
