package dev.ocimodel.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Docker's token authentication, registry and token server in one: {@code GET /token} with Basic
 * credentials, {@code POST /token} as OAuth 2 with a password or a refresh token. Tokens are random
 * and opaque; each opens the repositories it was asked for.
 */
final class BearerTokens implements Authentication {

  private static final int MAX_FORM = 64 * 1024;

  private final Credentials credentials;
  private final boolean anonymousPull;
  private final Duration lifetime;
  private final Supplier<String> realm;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();

  /** Grants are {@code repository:action}. */
  private record Token(Set<String> grants, Instant expiry) {}

  BearerTokens(
      Credentials credentials, boolean anonymousPull, Duration lifetime, Supplier<String> realm) {
    this.credentials = credentials;
    this.anonymousPull = anonymousPull;
    this.lifetime = lifetime;
    this.realm = realm;
  }

  @Override
  public Access check(RegistryRequest request, @Nullable String authorization) {
    Scope scope = Scope.of(request);
    Token token = find(authorization);
    if (token == null) {
      throw challenge(scope, "");
    }
    if (!scope.repository().isEmpty() && !grants(token, scope)) {
      throw challenge(scope, ",error=\"insufficient_scope\"");
    }
    return repository -> grants(token, new Scope(repository, "pull"));
  }

  private @Nullable Token find(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return null;
    }
    Token token = tokens.get(authorization.substring(7).strip());
    return token != null && Instant.now().isBefore(token.expiry()) ? token : null;
  }

  private static boolean grants(Token token, Scope scope) {
    return token.grants().contains(scope.repository() + ":" + scope.action());
  }

  private RegistryError challenge(Scope scope, String error) {
    String wanted = scope.repository().isEmpty() ? "" : ",scope=\"" + scope.inChallenge() + "\"";
    return RegistryError.unauthorized(
        "Bearer realm=\"" + realm.get() + "\",service=\"test-registry\"" + wanted + error);
  }

  /** No token that was given out is good any more; refresh tokens are. */
  void revokeAll() {
    tokens.clear();
  }

  /** Answers {@code /token}. */
  Response answer(String method, Parameters query, @Nullable String authorization, InputStream body)
      throws IOException {
    return switch (method) {
      case "GET" -> get(query, authorization);
      case "POST" ->
          post(Parameters.parse(new String(body.readNBytes(MAX_FORM), StandardCharsets.US_ASCII)));
      default -> throw RegistryError.unsupported("the token server takes GET and POST");
    };
  }

  private Response get(Parameters query, @Nullable String authorization) {
    boolean known = credentials.match(authorization);
    if (!known && (authorization != null || !anonymousPull)) {
      throw RegistryError.unauthorized("Basic realm=\"test-registry\"");
    }
    boolean offline = known && query.first("offline_token").equals("true");
    return issue(query.all("scope"), known, offline);
  }

  private Response post(Parameters form) {
    boolean known =
        switch (form.first("grant_type")) {
          case "password" -> credentials.match(form.first("username"), form.first("password"));
          case "refresh_token" -> refreshTokens.contains(form.first("refresh_token"));
          default -> throw RegistryError.invalid("UNSUPPORTED", "unknown grant_type");
        };
    if (!known) {
      throw RegistryError.unauthorized("Basic realm=\"test-registry\"");
    }
    return issue(form.all("scope"), true, form.first("access_type").equals("offline"));
  }

  private Response issue(List<String> scopes, boolean known, boolean offline) {
    Set<String> grants = new HashSet<>();
    for (String scope : String.join(" ", scopes).split(" ", -1)) {
      grants.addAll(grants(scope, known));
    }
    String token = randomToken();
    tokens.put(token, new Token(Set.copyOf(grants), Instant.now().plus(lifetime)));
    ObjectNode json = StrictJson.newObject().put("token", token).put("access_token", token);
    json.put("expires_in", lifetime.toSeconds());
    if (offline) {
      String refresh = randomToken();
      refreshTokens.add(refresh);
      json.put("refresh_token", refresh);
    }
    return Response.of(200).withBody("application/json", Body.of(StrictJson.toBytes(json)));
  }

  /** Reads {@code repository:NAME:ACTION,ACTION}; who is not known gets less than was asked for. */
  private static Set<String> grants(String scope, boolean known) {
    int actions = scope.lastIndexOf(':');
    if (!scope.startsWith("repository:") || actions <= "repository:".length()) {
      return Set.of();
    }
    String repository = scope.substring("repository:".length(), actions);
    Set<String> granted = new HashSet<>();
    for (String action : scope.substring(actions + 1).split(",", -1)) {
      if (known || action.equals("pull")) {
        granted.add(repository + ":" + action);
      }
    }
    return granted;
  }

  private String randomToken() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
