package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges and what is answered to them. */
class AuthorizationTest {

  private final ScriptedServer server = new ScriptedServer();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile String valid = "Bearer none";

  @AfterEach
  void close() {
    server.close();
  }

  private RegistryClient client(Credentials credentials) {
    return ScriptedServer.impatient()
        .credentials(CredentialsProvider.of(server.host(), credentials))
        .build();
  }

  private MockResponse.Builder tokenRegistry(RecordedRequest request) {
    String target = String.valueOf(request.getTarget());
    if (target.startsWith("/token")) {
      String token = "t" + tokens.incrementAndGet();
      valid = "Bearer " + token;
      return status(200).body("{\"token\":\"" + token + "\",\"expires_in\":300}");
    }
    if (valid.equals(request.getHeaders().get("Authorization"))) {
      return status(200)
          .setHeader("Content-Type", "application/vnd.oci.image.manifest.v1+json")
          .setHeader("Docker-Content-Digest", "sha256:" + "a".repeat(64));
    }
    return status(401)
        .setHeader(
            "WWW-Authenticate",
            "Bearer realm=\""
                + server.uri("/token")
                + "\",service=\"reg\","
                + "scope=\"repository:models/m:pull\"");
  }

  @Test
  void answer_bearerChallenge_fetchesOneTokenAndKeepsIt() throws IOException {
    server.answering(this::tokenRegistry);
    try (RegistryClient client = client(Credentials.basic("user", "secret"))) {
      client.ping(server.host());
      client.ping(server.host());
    }
    assertThat(tokens).hasValue(1);
    RecordedRequest tokenRequest = server.requests().get(1);
    assertThat(tokenRequest.getTarget())
        .contains("service=reg")
        .contains("scope=repository%3Amodels%2Fm%3Apull");
    assertThat(tokenRequest.getHeaders().get("Authorization")).startsWith("Basic ");
  }

  @Test
  void answer_manyThreads_fetchOneToken() throws Exception {
    server.answering(this::tokenRegistry);
    try (RegistryClient client = client(Credentials.basic("user", "secret"))) {
      client.ping(server.host());
      valid = "Bearer none"; // revoked: every thread gets a 401 at once
      ExecutorService pool = Executors.newFixedThreadPool(8);
      List<Future<?>> pings = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        pings.add(
            pool.submit(
                () -> {
                  client.ping(server.host());
                  return null;
                }));
      }
      for (Future<?> ping : pings) {
        ping.get();
      }
      pool.shutdown();
    }
    assertThat(tokens).hasValue(2);
  }

  @Test
  void answer_identityToken_isPostedNotSentAsPassword() throws IOException {
    server.answering(this::tokenRegistry);
    try (RegistryClient client = client(Credentials.identityToken("refresh-me"))) {
      client.ping(server.host());
    }
    RecordedRequest post = server.requests().get(1);
    assertThat(post.getMethod()).isEqualTo("POST");
    assertThat(post.getBody().utf8()).contains("refresh_token=refresh-me");
    assertThat(post.getHeaders().get("Authorization")).isNull();
  }

  /** RFC 6749 section 6: the server may take a refresh token once, and give another. */
  @Test
  void answer_refreshTokenIsReplaced_newOneIsUsedAndOldOneIsNot() throws IOException {
    server.answering(
        request -> {
          MockResponse.Builder answer = tokenRegistry(request);
          return String.valueOf(request.getTarget()).startsWith("/token")
              ? answer.body(
                  "{\"access_token\":\"t%d\",\"refresh_token\":\"r%<d\"}".formatted(tokens.get()))
              : answer;
        });
    try (RegistryClient client = client(Credentials.identityToken("r0"))) {
      for (int i = 0; i < 3; i++) {
        valid = "Bearer none"; // what is held is refused
        client.ping(server.host());
      }
    }
    assertThat(server.requests().stream().filter(r -> r.getMethod().equals("POST")))
        .extracting(r -> r.getBody().utf8().replaceFirst(".*refresh_token=", ""))
        .containsExactly("r0", "r1", "r2");
  }

  @Test
  void answer_replacedRefreshTokenIsRefused_beginsWithTheConfiguredOneAgain() throws IOException {
    server.answering(
        request -> {
          boolean asksForAToken = String.valueOf(request.getTarget()).startsWith("/token");
          if (asksForAToken && !request.getBody().utf8().endsWith("=r0")) {
            return status(401);
          }
          MockResponse.Builder answer = tokenRegistry(request);
          return asksForAToken
              ? answer.body(
                  "{\"token\":\"t%d\",\"refresh_token\":\"dead\"}".formatted(tokens.get()))
              : answer;
        });
    try (RegistryClient client = client(Credentials.identityToken("r0"))) {
      client.ping(server.host());
      valid = "Bearer none";
      assertThatThrownBy(() -> client.ping(server.host())).isInstanceOf(RegistryException.class);
      client.ping(server.host());
    }
  }

  /** A server that is down says nothing about the token: the old one would be refused later. */
  @Test
  void answer_tokenServerDown_newestRefreshTokenIsKept() throws IOException {
    AtomicInteger down = new AtomicInteger();
    server.answering(
        request -> {
          if (!String.valueOf(request.getTarget()).startsWith("/token")) {
            return tokenRegistry(request);
          }
          return down.get() > 0
              ? status(503)
              : tokenRegistry(request)
                  .body("{\"token\":\"t%d\",\"refresh_token\":\"r%<d\"}".formatted(tokens.get()));
        });
    try (RegistryClient client = client(Credentials.identityToken("r0"))) {
      client.ping(server.host());
      valid = "Bearer none";
      down.set(1);
      assertThatThrownBy(() -> client.ping(server.host())).isInstanceOf(RegistryException.class);
      down.set(0);
      client.ping(server.host());
    }
    List<String> sent =
        server.requests().stream()
            .filter(r -> r.getMethod().equals("POST"))
            .map(r -> r.getBody().utf8().replaceFirst(".*refresh_token=", ""))
            .toList();
    assertThat(sent).first().isEqualTo("r0");
    assertThat(sent.subList(1, sent.size())).containsOnly("r1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "{}", "\"\"", "\"a b\"", "null"})
  void answer_refreshTokenThatIsNone_isPassedOver(String odd) throws IOException {
    server.answering(
        request ->
            String.valueOf(request.getTarget()).startsWith("/token")
                ? tokenRegistry(request).body("{\"token\":\"t1\",\"refresh_token\":" + odd + "}")
                : tokenRegistry(request));
    try (RegistryClient client = client(Credentials.identityToken("r0"))) {
      client.ping(server.host());
    }
  }

  @Test
  void find_isAskedOncePerRepository() throws IOException {
    server.answering(this::tokenRegistry);
    AtomicInteger asked = new AtomicInteger();
    CredentialsProvider provider =
        (registry, repository) -> {
          asked.incrementAndGet();
          return Optional.of(Credentials.basic("user", "secret"));
        };
    try (RegistryClient client = ScriptedServer.impatient().credentials(provider).build()) {
      client.ping(server.host());
      client.ping(server.host());
      client.ping(server.host());
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void answer_registryToken_isCarriedAsItIs() throws IOException {
    valid = "Bearer ready-made";
    server.answering(this::tokenRegistry);
    try (RegistryClient client = client(Credentials.registryToken("ready-made"))) {
      client.ping(server.host());
    }
    assertThat(tokens).hasValue(0);
  }

  @Test
  void answer_basicChallenge_sendsBasic() throws IOException {
    server.answering(
        request ->
            request.getHeaders().get("Authorization") == null
                ? status(401).setHeader("WWW-Authenticate", "BASIC realm=nexus")
                : status(200));
    try (RegistryClient client = client(Credentials.basic("user", "secret"))) {
      client.ping(server.host());
    }
    assertThat(server.requests().get(1).getHeaders().get("Authorization"))
        .isEqualTo("Basic dXNlcjpzZWNyZXQ=");
  }

  @Test
  void answer_wrongPassword_finalAfterOneTry() {
    server.answering(request -> status(401).setHeader("WWW-Authenticate", "Basic realm=\"x\""));
    try (RegistryClient client = client(Credentials.basic("user", "CANARY"))) {
      assertThatThrownBy(() -> client.ping(server.host()))
          .isInstanceOf(UnauthorizedException.class)
          .hasMessageContaining("Check the credentials")
          .hasMessageNotContaining("CANARY");
    }
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void answer_tokenServerRefuses_unauthorized() {
    server.answering(
        request ->
            String.valueOf(request.getTarget()).startsWith("/token")
                ? ScriptedServer.error(401, "UNAUTHORIZED", "no such user")
                : tokenRegistry(request));
    try (RegistryClient client = client(Credentials.basic("user", "CANARY"))) {
      assertThatThrownBy(() -> client.ping(server.host()))
          .isInstanceOf(UnauthorizedException.class)
          .hasMessageContaining("no such user")
          .hasMessageNotContaining("CANARY");
    }
  }

  @Test
  void answer_tokenServerTalksNonsense_secretIsNotQuoted() {
    server.answering(
        request ->
            String.valueOf(request.getTarget()).startsWith("/token")
                ? status(200).body("{\"token\": CANARY")
                : tokenRegistry(request));
    try (RegistryClient client = client(Credentials.basic("user", "pw"))) {
      assertThatThrownBy(() -> client.ping(server.host()))
          .isInstanceOf(InvalidContentException.class)
          .hasMessageNotContaining("CANARY");
    }
  }

  @Test
  void answer_otherRegistry_credentialsStayHome() throws IOException {
    try (ScriptedServer other = new ScriptedServer();
        RegistryClient client = client(Credentials.basic("user", "secret"))) {
      other.answering(request -> status(401).setHeader("WWW-Authenticate", "Basic realm=\"x\""));
      assertThatThrownBy(() -> client.ping(other.host())).isInstanceOf(UnauthorizedException.class);
      assertThat(other.requests()).allMatch(r -> r.getHeaders().get("Authorization") == null);
    }
  }

  @Test
  void send_oneConnectionOnly_tokenFetchDoesNotDeadlock() throws IOException {
    server.answering(this::tokenRegistry);
    try (RegistryClient client =
        ScriptedServer.impatient()
            .maxConnections(1)
            .credentials(CredentialsProvider.of(server.host(), Credentials.basic("u", "p")))
            .build()) {
      client.ping(server.host());
    }
    assertThat(tokens).hasValue(1);
  }

  /** Promise 4: an upload Location elsewhere gets no credentials. */
  @Test
  void upload_locationOnAnotherHost_noCredentials() throws IOException {
    byte[] content = "blob".getBytes(StandardCharsets.UTF_8);
    try (ScriptedServer storage = new ScriptedServer();
        RegistryClient client = client(Credentials.basic("user", "secret"))) {
      server.answering(
          request -> {
            if (request.getHeaders().get("Authorization") == null) {
              return status(401).setHeader("WWW-Authenticate", "Basic realm=\"x\"");
            }
            return request.getMethod().equals("HEAD")
                ? status(404)
                : status(202).setHeader("Location", storage.uri("/upload?state=1"));
          });
      storage.answering(request -> status(201));
      client.repository(server.host() + "/models/m").push(Blob.of(MediaType.OCTET_STREAM, content));
      assertThat(storage.requests()).hasSize(1);
      assertThat(storage.requests().get(0).getHeaders().get("Authorization")).isNull();
    }
  }
}
