package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.testkit.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AuthenticationTest {

  private static final String BASIC =
      "Authorization: Basic "
          + Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));
  private static final byte[] CONTENT = TestContent.bytes(1, 10);

  private static String token(RawClient client, String scope, String... headers)
      throws IOException {
    return field(client.get("/token?service=test-registry&scope=" + scope, headers), "token");
  }

  private static String field(Answer answer, String name) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.text().replaceFirst(".*\"" + name + "\":\"([0-9a-f]+)\".*", "$1");
  }

  @Test
  void basic_withoutCredentials_isChallenged() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder().basicAuthentication("user", "secret").start()) {
      RawClient client = new RawClient(registry);
      Answer answer = client.get("/v2/");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
      assertThat(client.get("/v2/", "Authorization: Basic eDp5").status()).isEqualTo(401);
      assertThat(client.get("/v2/", BASIC).status()).isEqualTo(200);
      assertThat(registry.requests())
          .extracting(RecordedRequest::isAuthorized)
          .containsExactly(false, true, true);
      assertThat(registry.requests().toString()).doesNotContain("eDp5");
    }
  }

  @Test
  void bearer_withoutToken_isChallengedWithScope() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("user", "secret").start()) {
      Answer answer = new RawClient(registry).get("/v2/a/b/manifests/v1");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo(
              "Bearer realm=\""
                  + registry.uri()
                  + "/token\",service=\"test-registry\",scope=\"repository:a/b:pull\"");
    }
  }

  @Test
  void bearer_tokenOpensItsScopeOnly() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("user", "secret").start()) {
      RawClient client = new RawClient(registry);
      String both = "Authorization: Bearer " + token(client, "repository:a:pull,push", BASIC);
      String pull = "Authorization: Bearer " + token(client, "repository:a:pull", BASIC);
      String path = "/v2/a/blobs/" + client.push("a", CONTENT, both);
      assertThat(client.get(path, pull).status()).isEqualTo(200);
      Answer refused = client.send("POST", "/v2/a/blobs/uploads/", CONTENT, pull);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"");
      assertThat(client.get("/v2/b/tags/list", both).status()).isEqualTo(401);
    }
  }

  @Test
  void bearer_mountNeedsPullOnTheSource() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("user", "secret").start()) {
      RawClient client = new RawClient(registry);
      String scopes = "repository:a:pull,push&scope=repository:b:pull,push";
      String both = "Authorization: Bearer " + token(client, scopes, BASIC);
      String onlyB = "Authorization: Bearer " + token(client, "repository:b:pull,push", BASIC);
      String mount = "/v2/b/blobs/uploads/?from=a&mount=" + client.push("a", CONTENT, both);
      assertThat(client.send("POST", mount, new byte[0], onlyB).status()).isEqualTo(202);
      assertThat(client.send("POST", mount, new byte[0], both).status()).isEqualTo(201);
    }
  }

  @Test
  void bearer_wrongPassword_getsNoToken() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("user", "other").start()) {
      RawClient client = new RawClient(registry);
      assertThat(client.get("/token?scope=repository:a:pull", BASIC).status()).isEqualTo(401);
      assertThat(client.get("/token?scope=repository:a:pull").status()).isEqualTo(401);
    }
  }

  @Test
  void bearer_anonymousPull_getsATokenForPullOnly() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("user", "secret").anonymousPull().start()) {
      RawClient client = new RawClient(registry);
      String anonymous = "Authorization: Bearer " + token(client, "repository:a:pull,push");
      assertThat(client.get("/v2/a/tags/list", anonymous).status()).isEqualTo(404);
      assertThat(client.send("POST", "/v2/a/blobs/uploads/", new byte[0], anonymous).status())
          .isEqualTo(401);
    }
  }

  @Test
  void revokeTokens_endsThem() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("user", "secret").start()) {
      RawClient client = new RawClient(registry);
      String token = "Authorization: Bearer " + token(client, "repository:a:pull", BASIC);
      assertThat(client.get("/v2/", token).status()).isEqualTo(200);
      registry.revokeTokens();
      assertThat(client.get("/v2/", token).status()).isEqualTo(401);
    }
  }

  @Test
  void tokenLifetime_isToldAndKept() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder()
            .bearerAuthentication("user", "secret")
            .tokenLifetime(Duration.ZERO)
            .start()) {
      RawClient client = new RawClient(registry);
      Answer answer = client.get("/token?scope=repository:a:pull", BASIC);
      assertThat(answer.text()).contains("\"expires_in\":0");
      String expired = "Authorization: Bearer " + field(answer, "token");
      assertThat(client.get("/v2/", expired).status()).isEqualTo(401);
    }
  }

  @Test
  void post_token_givesRefreshTokens() throws IOException {
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("user", "secret").start()) {
      RawClient client = new RawClient(registry);
      String password = "grant_type=password&username=user&password=secret&access_type=offline";
      String refresh = field(post(client, password), "refresh_token");
      String form = "grant_type=refresh_token&scope=repository:a:pull&refresh_token=" + refresh;
      String token = "Authorization: Bearer " + field(post(client, form), "token");
      assertThat(client.get("/v2/a/tags/list", token).status()).isEqualTo(404);
      assertThat(post(client, "grant_type=refresh_token&refresh_token=x").status()).isEqualTo(401);
    }
  }

  private static Answer post(RawClient client, String form) throws IOException {
    return client.send("POST", "/token", form.getBytes(StandardCharsets.UTF_8));
  }
}
