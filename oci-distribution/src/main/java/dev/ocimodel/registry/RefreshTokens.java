package dev.ocimodel.registry;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Refresh tokens that token servers gave in place of those that were configured (RFC 6749 section
 * 6: the client must use the new one from then on). They are kept in memory, each for the token
 * server that gave it; who comes next begins with what is configured.
 */
final class RefreshTokens {

  private static final int MAX_REMEMBERED = 1000;

  /** Fetches with a refresh token. */
  interface Fetch {
    Fetched fetch(String refreshToken) throws IOException;
  }

  /**
   * @param next the refresh token to use from now on; null for the same
   */
  record Fetched(BearerToken token, @Nullable String next) {}

  private final ConcurrentMap<Key, Chain> chains = new ConcurrentHashMap<>();

  /**
   * Fetches with the newest token. One thread at a time: a server that takes each token once would
   * refuse the second.
   */
  BearerToken use(URI server, String configured, Fetch fetch) throws IOException {
    if (chains.size() >= MAX_REMEMBERED) {
      chains.clear();
    }
    Chain chain = chains.computeIfAbsent(new Key(server, configured), key -> new Chain(configured));
    Locks.lock(chain.lock);
    try {
      Fetched fetched = fetch.fetch(chain.newest);
      chain.newest = fetched.next() == null ? chain.newest : fetched.next();
      return fetched.token();
    } catch (RegistryException e) {
      if (isRefused(e.status())) {
        chain.newest = configured; // another login may have made it valid again
      }
      throw e;
    } finally {
      chain.lock.unlock();
    }
  }

  /** RFC 6749 section 5.2: 400 for a token that is not valid any more, 401 for the client. */
  private static boolean isRefused(int status) {
    return status == 400 || status == 401 || status == 403;
  }

  private record Key(URI server, String configured) {

    @Override
    public String toString() {
      return "Key[***]";
    }
  }

  private static final class Chain {

    private final ReentrantLock lock = new ReentrantLock();
    private String newest;

    Chain(String configured) {
      this.newest = configured;
    }
  }
}
