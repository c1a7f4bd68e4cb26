package dev.ocimodel.registry;

import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The identity of one client at one registry: which {@code Authorization} a request carries, and
 * what to answer when the registry asks for another. Credentials never leave the registry's origin,
 * but for the token server it names.
 */
final class Authorizer {

  private static final int MAX_REMEMBERED = 10_000;

  private final String registry;
  private final Origin origin;
  private final CredentialsProvider provider;
  private final TokenClient tokens;
  private final ConcurrentMap<String, Optional<Credentials>> found = new ConcurrentHashMap<>();
  private final ReentrantLock lookup = new ReentrantLock();
  private final ConcurrentMap<TokenKey, TokenSlot> slots = new ConcurrentHashMap<>();

  /** How the registry wants to be asked, once it has said so. */
  private volatile @Nullable Challenge challenge;

  Authorizer(String registry, Origin origin, CredentialsProvider provider, TokenClient tokens) {
    this.registry = registry;
    this.origin = origin;
    this.provider = provider;
    this.tokens = tokens;
  }

  /** The name it has in references. */
  String registry() {
    return registry;
  }

  boolean isHome(URI uri) {
    return Origin.of(uri).equals(origin);
  }

  /** Returns what a request carries before the registry has objected, or null. */
  @Nullable String current(HttpCall call) throws IOException {
    Challenge known = challenge;
    if (known == null) {
      return null;
    }
    if (known.scheme().equals("basic")) {
      return basic(find(call));
    }
    return bearer(call, known, knownScopes(call.scope(), known), null);
  }

  /** Returns what to carry instead of what was refused, or null when there is nothing else. */
  @Nullable String answer(HttpCall call, List<String> headers, @Nullable String refused)
      throws IOException {
    if (refused != null) {
      found.remove(call.scope().repository());
    }
    List<Challenge> challenges = Challenge.parse(headers);
    Optional<Challenge> bearer = first(challenges, "bearer");
    if (bearer.isPresent()) {
      challenge = bearer.get();
      String renewed = bearer(call, bearer.get(), askedScopes(call.scope(), bearer.get()), refused);
      return renewed == null || renewed.equals(refused) ? null : renewed;
    }
    Optional<Challenge> basic = first(challenges, "basic");
    if (basic.isPresent()) {
      challenge = basic.get();
      String header = basic(find(call));
      return header == null || header.equals(refused) ? null : header;
    }
    return null;
  }

  private static Optional<Challenge> first(List<Challenge> challenges, String scheme) {
    return challenges.stream().filter(c -> c.scheme().equals(scheme)).findFirst();
  }

  /**
   * Asking for credentials can mean starting a program: one thread does, the answer is kept until
   * it is refused.
   */
  private @Nullable Credentials find(HttpCall call) throws InterruptedIOException {
    String repository = call.scope().repository();
    Optional<Credentials> known = found.get(repository);
    if (known != null) {
      return known.orElse(null);
    }
    Locks.lock(lookup);
    try {
      known = found.get(repository);
      if (known == null) {
        known = provider.find(registry, repository);
        forgetIfTooMany(found);
        found.put(repository, known);
      }
      return known.orElse(null);
    } finally {
      lookup.unlock();
    }
  }

  private static @Nullable String basic(@Nullable Credentials credentials) {
    return credentials instanceof Credentials.Basic basic ? header(basic) : null;
  }

  static String header(Credentials.Basic basic) {
    String pair = basic.username() + ":" + basic.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** What a challenge asks for: its own words, unless the request needs that and more. */
  private static List<String> askedScopes(Scope needed, Challenge asked) {
    String scope = asked.parameters().get("scope");
    if (scope == null || scope.isBlank()) {
      return needed.scopes();
    }
    List<String> words = List.of(scope.strip().split(" +", -1));
    return needed.scopes().containsAll(words) ? needed.scopes() : words;
  }

  /**
   * What to ask for before there is a challenge to this request. The last one named another
   * request's repository, or was in words of this registry's own, which fit every request.
   */
  private static List<String> knownScopes(Scope needed, Challenge earlier) {
    String scope = earlier.parameters().get("scope");
    boolean ofItsOwn = scope != null && !scope.isBlank() && scope.indexOf(':') < 0;
    return ofItsOwn ? askedScopes(needed, earlier) : needed.scopes();
  }

  private @Nullable String bearer(
      HttpCall call, Challenge asked, List<String> scopes, @Nullable String refused)
      throws IOException {
    Credentials credentials = find(call);
    if (credentials instanceof Credentials.RegistryToken token) {
      return "Bearer " + token.token();
    }
    // Cached under what this client needs, whatever the registry calls it.
    forgetIfTooMany(slots);
    TokenSlot slot =
        slots.computeIfAbsent(
            new TokenKey(credentials, call.scope()), key -> new TokenSlot(tokens, origin));
    return "Bearer " + slot.token(asked, scopes, credentials, refused);
  }

  /** A service that lives long sees many repositories; what is forgotten is asked for again. */
  private static void forgetIfTooMany(ConcurrentMap<?, ?> remembered) {
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.clear();
    }
  }

  private record TokenKey(@Nullable Credentials credentials, Scope scope) {}
}
