package dev.ocimodel.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.json.StrictJson;
import dev.ocimodel.testkit.Authentication.Credentials;
import dev.ocimodel.testkit.Authentication.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /token} of Docker's token authentication: {@code GET} with Basic credentials, {@code POST}
 * as OAuth 2 with a password or a refresh token. Each token opens what it was asked for.
 */
final class TokenEndpoint {

  static final String PATH = "/token";

  private static final int MAX_FORM = 64 * 1024;

  private final Rules rules;
  private final Clock clock;
  private final TokenFormat format;
  private final IssuedTokens issued;
  private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();

  /**
   * Who gets what.
   *
   * @param credentials the one account, or null for none
   * @param anonymousPull whether others get tokens that pull
   * @param oauth2 whether {@code POST} is answered
   * @param lifetime how long a token is good
   */
  record Rules(
      @Nullable Credentials credentials,
      boolean anonymousPull,
      boolean oauth2,
      Duration lifetime) {}

  TokenEndpoint(Rules rules, Clock clock, TokenFormat format, IssuedTokens issued) {
    this.rules = rules;
    this.clock = clock;
    this.format = format;
    this.issued = issued;
  }

  Response answer(String method, Parameters query, @Nullable String authorization, InputStream body)
      throws IOException {
    if (method.equals("GET")) {
      return get(query, authorization);
    }
    if (method.equals("POST") && rules.oauth2()) {
      String form = new String(body.readNBytes(MAX_FORM), StandardCharsets.US_ASCII);
      return post(Parameters.parse(form));
    }
    throw RegistryError.unsupported("the token server does not take " + method);
  }

  private Response get(Parameters query, @Nullable String authorization) {
    @Nullable Credentials account = rules.credentials();
    boolean known = account != null && account.match(authorization);
    if (!known && (authorization != null || !rules.anonymousPull())) {
      throw unauthorized();
    }
    boolean offline = known && query.first("offline_token").equals("true");
    return issue(query.all("scope"), known ? subject() : "", offline);
  }

  private Response post(Parameters form) {
    @Nullable Credentials account = rules.credentials();
    boolean known =
        switch (form.first("grant_type")) {
          case "password" ->
              account != null && account.match(form.first("username"), form.first("password"));
          case "refresh_token" -> refreshTokens.contains(form.first("refresh_token"));
          default -> throw RegistryError.invalid("UNSUPPORTED", "unknown grant_type");
        };
    if (!known) {
      throw unauthorized();
    }
    return issue(form.all("scope"), subject(), form.first("access_type").equals("offline"));
  }

  private String subject() {
    @Nullable Credentials account = rules.credentials();
    return account == null ? "" : account.user();
  }

  private static RegistryError unauthorized() {
    return RegistryError.unauthorized("Basic realm=\"test-registry\"");
  }

  private Response issue(List<String> scopes, String subject, boolean offline) {
    Set<Scope> grants = new LinkedHashSet<>();
    for (String scope : String.join(" ", scopes).split(" ", -1)) {
      grants.addAll(grants(scope, !subject.isEmpty()));
    }
    Instant now = clock.instant();
    Instant expiry = now.plus(rules.lifetime());
    String token = format.newToken(subject, grants, now, expiry);
    issued.add(token, grants, expiry);
    ObjectNode json = StrictJson.newObject().put("token", token).put("access_token", token);
    json.put("expires_in", rules.lifetime().toSeconds());
    if (offline) {
      String refresh = UUID.randomUUID().toString().replace("-", "");
      refreshTokens.add(refresh);
      json.put("refresh_token", refresh);
    }
    return Response.of(200).withBody("application/json", Body.of(StrictJson.toBytes(json)));
  }

  /** Reads {@code repository:NAME:ACTION,ACTION}; who is not known gets less than was asked for. */
  private static Set<Scope> grants(String scope, boolean known) {
    int actions = scope.lastIndexOf(':');
    if (!scope.startsWith("repository:") || actions <= "repository:".length()) {
      return Set.of();
    }
    String repository = scope.substring("repository:".length(), actions);
    Set<Scope> granted = new LinkedHashSet<>();
    for (String action : scope.substring(actions + 1).split(",", -1)) {
      if (known || action.equals("pull")) {
        granted.add(new Scope(repository, action));
      }
    }
    return granted;
  }
}
