package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import dev.ocimodel.registry.auth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fetches bearer tokens from the token server that a registry names: by GET as the token
 * specification says, or by POST where an identity token takes the place of a password (OAuth2).
 */
final class TokenClient {

  private static final String CLIENT_ID = "oci-model-sdk";
  private static final int MAX_REPLY = 1024 * 1024;
  private static final int MAX_TOKEN = 64 * 1024;
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);

  private final HttpTransport transport;
  private final Retries retries;
  private final RefreshTokens refreshTokens = new RefreshTokens();

  TokenClient(HttpTransport transport, Retries retries) {
    this.transport = transport;
    this.retries = retries;
  }

  /**
   * @param registry where the challenge came from
   * @throws UnauthorizedException if the token server refuses
   * @throws InvalidContentException if the challenge or the answer makes no sense
   */
  BearerToken fetch(
      Origin registry, Challenge challenge, List<String> scopes, @Nullable Credentials credentials)
      throws IOException {
    URI realm = TokenRealm.of(registry, challenge, transport::isProxied);
    String service = challenge.parameters().get("service");
    if (credentials instanceof Credentials.IdentityToken identity) {
      return refreshTokens.use(
          realm,
          identity.token(),
          newest -> {
            JsonFields reply = answer(oauth2(realm, service, scopes, newest), null);
            return new RefreshTokens.Fetched(token(reply, realm), nextRefreshToken(reply));
          });
    }
    String authorization =
        credentials instanceof Credentials.Basic basic ? Authorizer.header(basic) : null;
    return token(answer(get(realm, service, scopes), authorization), realm);
  }

  private static HttpCall get(URI realm, @Nullable String service, List<String> scopes) {
    URI uri = realm;
    if (service != null) {
      uri = Uris.withQuery(uri, "service", service);
    }
    for (String scope : scopes) {
      uri = Uris.withQuery(uri, "scope", scope);
    }
    return HttpCall.of("GET", Uris.withQuery(uri, "client_id", CLIENT_ID), Scope.none());
  }

  private static HttpCall oauth2(
      URI realm, @Nullable String service, List<String> scopes, String refreshToken) {
    String form =
        "grant_type=refresh_token&client_id="
            + CLIENT_ID
            + (service == null ? "" : "&service=" + Uris.encode(service))
            + "&scope="
            + Uris.encode(String.join(" ", scopes))
            + "&refresh_token="
            + Uris.encode(refreshToken);
    HttpBody body =
        HttpBody.of("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8));
    return HttpCall.of("POST", realm, Scope.none()).withBody(body);
  }

  private JsonFields answer(HttpCall call, @Nullable String authorization) throws IOException {
    return parseQuietly(send(call, authorization), describe(call.uri()));
  }

  private byte[] send(HttpCall call, @Nullable String authorization) throws IOException {
    for (int attempt = 1; ; attempt++) {
      String retryAfter = null;
      try {
        HttpReply reply = transport.send(call, authorization);
        if (reply.isSuccess()) {
          try (reply) {
            return reply.read(MAX_REPLY, "on a token server's answer");
          }
        }
        retryAfter = reply.header("Retry-After");
        if (!Retries.isRetryable(reply.status()) || !retries.allows(attempt + 1)) {
          throw RegistryErrors.of(call, reply, RegistryProfile.standard());
        }
        reply.close();
      } catch (IOException e) {
        if (!Retries.isRetryable(e) || !retries.allows(attempt + 1)) {
          throw e;
        }
      }
      retries.pause(attempt + 1, retryAfter);
    }
  }

  private static BearerToken token(JsonFields json, URI realm) {
    String token = json.string("token");
    if (token == null || token.isEmpty()) {
      token = json.string("access_token");
    }
    if (token == null || !isUsable(token)) {
      throw new InvalidContentException(
          "Invalid " + describe(realm) + ": it holds no usable token");
    }
    Long expiresIn = expiresIn(json);
    Duration life = Duration.ofSeconds(expiresIn == null ? 0 : Math.max(0, expiresIn));
    if (life.compareTo(SHORTEST_LIFE) < 0) {
      life = SHORTEST_LIFE;
    }
    return new BearerToken(token, life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life);
  }

  private static String describe(URI realm) {
    return "answer of the token server " + Uris.redacted(realm);
  }

  /** Without one that makes sense, the one that was sent stays. */
  private static @Nullable String nextRefreshToken(JsonFields json) {
    try {
      String next = json.string("refresh_token");
      return next != null && isUsable(next) ? next : null;
    } catch (InvalidContentException e) {
      return null;
    }
  }

  private static boolean isUsable(String token) {
    return !token.isEmpty() && token.length() <= MAX_TOKEN && isVisible(token);
  }

  /** Some send a text, or a fraction; then the shortest life is assumed. */
  private static @Nullable Long expiresIn(JsonFields json) {
    try {
      return json.integer("expires_in");
    } catch (InvalidContentException e) {
      return null;
    }
  }

  /** Parse errors quote their input, and this input is secret. */
  private static JsonFields parseQuietly(byte[] reply, String what) {
    try {
      return StrictJson.parseObject(reply, what);
    } catch (InvalidContentException e) {
      throw new InvalidContentException("Invalid " + what + ": it is no JSON object");
    }
  }

  private static boolean isVisible(String token) {
    return token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }
}
