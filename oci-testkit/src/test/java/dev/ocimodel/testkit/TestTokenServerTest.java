package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ocimodel.testkit.RawClient.Answer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestTokenServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASIC =
      "Authorization: Basic "
          + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
  private static final String BOTH = "/token?service=test-registry&scope=repository:a/b:pull,push";

  private static TestTokenServer.Builder alice() {
    return TestTokenServer.builder().account("alice", "secret");
  }

  private static RawClient client(TestTokenServer server) {
    return new RawClient(server.realm());
  }

  private static String token(Answer answer) throws IOException {
    assertThat(answer.status()).isEqualTo(200);
    return JSON.readTree(answer.body()).get("token").textValue();
  }

  private static JsonNode part(String token, int index) throws IOException {
    return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
  }

  @Test
  void get_account_givesTheClaimsOfARegistryToken() throws IOException {
    Instant now = Instant.parse("2030-01-02T03:04:05Z");
    try (TestTokenServer server =
        alice()
            .issuer("issuer")
            .service("service")
            .tokenLifetime(Duration.ofSeconds(7))
            .clock(Clock.fixed(now, ZoneOffset.UTC))
            .start()) {
      Answer answer = client(server).get(BOTH, BASIC);
      JsonNode claims = part(token(answer), 1);
      assertThat(answer.text()).contains("\"expires_in\":7");
      assertThat(claims.get("iss").textValue()).isEqualTo("issuer").isEqualTo(server.issuer());
      assertThat(claims.get("aud").textValue()).isEqualTo("service").isEqualTo(server.service());
      assertThat(claims.get("sub").textValue()).isEqualTo("alice");
      assertThat(claims.get("iat").longValue()).isEqualTo(now.getEpochSecond());
      assertThat(claims.get("exp").longValue()).isEqualTo(now.getEpochSecond() + 7);
      assertThat(claims.get("access").toString())
          .isEqualTo(
              "[{\"type\":\"repository\",\"name\":\"a/b\",\"actions\":[\"pull\",\"push\"]}]");
    }
  }

  @Test
  void keySet_verifiesTheServersTokensOnly() throws Exception {
    try (TestTokenServer server = alice().start();
        TestTokenServer other = alice().start()) {
      // Coordinates with a leading zero byte come once in 256 keys; signatures differ every time.
      for (int i = 0; i < 20; i++) {
        String token = token(client(server).get(BOTH, BASIC));
        assertThat(verifies(server.keySet(), token)).isTrue();
        assertThat(verifies(other.keySet(), token)).isFalse();
      }
      String header = part(token(client(server).get(BOTH, BASIC)), 0).get("kid").textValue();
      assertThat(key(server.keySet()).get("kid").textValue()).isEqualTo(header);
    }
  }

  private static JsonNode key(String keySet) throws IOException {
    return JSON.readTree(keySet).get("keys").get(0);
  }

  private static boolean verifies(String keySet, String token)
      throws IOException, GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(publicKey(key(keySet)));
    int end = token.lastIndexOf('.');
    signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
  }

  private static PublicKey publicKey(JsonNode key) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point = new ECPoint(coordinate(key, "x"), coordinate(key, "y"));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger coordinate(JsonNode key, String name) {
    byte[] bytes = Base64.getUrlDecoder().decode(key.get(name).textValue());
    assertThat(bytes).hasSize(32);
    return new BigInteger(1, bytes);
  }

  @Test
  void get_wrongPassword_isRefused() throws IOException {
    try (TestTokenServer server =
        TestTokenServer.builder().account("alice", "other").anonymousPull().start()) {
      assertThat(client(server).get(BOTH, BASIC).status()).isEqualTo(401);
    }
  }

  @Test
  void get_noAccount_isRefused() throws IOException {
    try (TestTokenServer server = TestTokenServer.builder().start()) {
      assertThat(client(server).get(BOTH, BASIC).status()).isEqualTo(401);
      assertThat(client(server).get(BOTH).status()).isEqualTo(401);
    }
  }

  @Test
  void anonymousPull_givesTokensThatPullOnly() throws IOException {
    try (TestTokenServer server = alice().anonymousPull().start()) {
      JsonNode claims = part(token(client(server).get(BOTH)), 1);
      assertThat(claims.get("sub").textValue()).isEmpty();
      assertThat(claims.get("access").get(0).get("actions").toString()).isEqualTo("[\"pull\"]");
    }
  }

  @Test
  void post_passwordThenRefreshToken_giveTokens() throws IOException {
    try (TestTokenServer server = alice().start()) {
      String password = "grant_type=password&username=alice&password=secret&access_type=offline";
      JsonNode first = JSON.readTree(post(server, password).body());
      String refresh = first.get("refresh_token").textValue();
      String form = "grant_type=refresh_token&scope=repository:a:pull&refresh_token=" + refresh;
      assertThat(part(token(post(server, form)), 1).get("access").toString())
          .contains("\"name\":\"a\"");
      assertThat(post(server, form + "x").status()).isEqualTo(401);
      assertThat(server.requests()).extracting(RecordedRequest::method).containsOnly("POST");
      assertThat(server.requests().toString()).doesNotContain(refresh).doesNotContain("secret");
    }
  }

  @Test
  void withoutOAuth2_post_isRefused() throws IOException {
    try (TestTokenServer server = alice().withoutOAuth2().start()) {
      String form = "grant_type=password&username=alice&password=secret";
      assertThat(post(server, form).status()).isEqualTo(405);
      assertThat(client(server).get(BOTH, BASIC).status()).isEqualTo(200);
    }
  }

  @Test
  void bearerAuthentication_ofTokenServer_isAskedThere() throws IOException {
    try (TestTokenServer server = alice().service("elsewhere").start();
        TestRegistry registry = TestRegistry.builder().bearerAuthentication(server).start()) {
      RawClient client = new RawClient(registry);
      assertThat(client.get("/v2/a/b/tags/list").header("WWW-Authenticate"))
          .startsWith("Bearer realm=\"" + server.realm() + "\",service=\"elsewhere\"");
      assertThat(client.get("/token", BASIC).status()).isEqualTo(401);
      String bearer = "Authorization: Bearer " + token(client(server).get(BOTH, BASIC));
      assertThat(client.get("/v2/a/b/tags/list", bearer).status()).isEqualTo(404);
      server.revokeTokens();
      assertThat(client.get("/v2/a/b/tags/list", bearer).status()).isEqualTo(401);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void faults_reachTheTokenServer() throws IOException {
    FaultPlan plan = FaultPlan.once(request -> true, Fault.status(503, Map.of()));
    try (TestTokenServer server = alice().faults(plan).start()) {
      assertThat(client(server).get(BOTH, BASIC).status()).isEqualTo(503);
      assertThat(client(server).get(BOTH, BASIC).status()).isEqualTo(200);
    }
  }

  private static Answer post(TestTokenServer server, String form) throws IOException {
    return client(server).send("POST", "/token", form.getBytes(StandardCharsets.UTF_8));
  }
}
