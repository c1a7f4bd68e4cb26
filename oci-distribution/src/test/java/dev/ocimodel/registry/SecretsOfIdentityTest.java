package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.tls.TestAuthority;
import dev.ocimodel.registry.tls.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promise 25 for proxies, client keys and refresh tokens. */
@Timeout(60)
class SecretsOfIdentityTest {

  private static final String REGISTRY = "registry.example:5000";

  /** "u:CANARY" as Basic carries it. */
  private static final String ENCODED = "dTpDQU5BUlk";

  @TempDir Path folder;

  private static void assertFailsQuietly(RegistryClient.Builder builder, String registry) {
    try (RegistryClient client = builder.build()) {
      Throwable failure = catchThrowable(() -> client.repository(registry + "/m").resolve("v1"));
      assertThat(failure).isNotNull();
      assertThat(SecretsInTracesTest.trace(failure)).doesNotContain("CANARY", ENCODED, "Q0FOQVJZ");
    }
  }

  private static RegistryClient.Builder through(String proxy) {
    return ScriptedServer.impatient()
        .plainHttp(PlainHttp.forLoopback().withRegistries(Set.of(REGISTRY)))
        .proxy(ProxyOptions.create().withProxy("http://u:CANARY@" + proxy));
  }

  @Test
  void trace_proxyFailsInEveryWay_noSecret() {
    try (ScriptedServer server = new ScriptedServer();
        RawServer mute = new RawServer((number, in, socket) -> RawServer.head(in));
        RawServer echo =
            new RawServer(
                (number, in, socket) ->
                    RawServer.say(socket, "HTTP/1.1 200 OK\r\n" + RawServer.head(in) + "\0\r\n"));
        TestProxy proxy = new TestProxy(server)) {
      for (String registry : new String[] {REGISTRY, "secure.example"}) {
        for (int code : new int[] {301, 400, 401, 403, 407, 500}) {
          proxy.refusing("HTTP/1.1 " + code + " No\r\nLocation: http://u:CANARY@x/?CANARY\r\n");
          assertFailsQuietly(through(proxy.host()), registry);
        }
        assertFailsQuietly(through(mute.host()), registry);
        assertFailsQuietly(through(echo.host()), registry);
        assertFailsQuietly(through("127.0.0.1:1"), registry);
        assertFailsQuietly(through("no-such-host.invalid:3128"), registry);
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void trace_clientKeys_noSecret() throws IOException {
    TestAuthority authority = new TestAuthority(folder, "authority");
    Path certificate = authority.issue("client").file();
    for (String content :
        new String[] {
          "CANARY",
          "-----BEGIN PRIVATE KEY-----\nQ0FOQVJZ\n-----END PRIVATE KEY-----\n",
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\nQ0FOQVJZ\n-----END ENCRYPTED PRIVATE KEY-----\n",
          "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,CANARY\n"
              + "\nQ0FOQVJZ\n-----END RSA PRIVATE KEY-----\n"
        }) {
      Path key = Files.writeString(folder.resolve("key.pem"), content);
      TlsOptions options =
          TlsOptions.create()
              .withClientCertificate(certificate, key, "CANARY-password".toCharArray());
      assertFailsQuietly(ScriptedServer.impatient().tls(options), "registry.example");
      assertThat(options.toString()).doesNotContain("CANARY");
    }
  }

  @Test
  void trace_refreshTokens_noSecret() {
    try (ScriptedServer server = new ScriptedServer()) {
      for (int code : new int[] {200, 400, 401, 404, 500}) {
        server.answering(
            request ->
                String.valueOf(request.getTarget()).startsWith("/token")
                    ? status(code).body("{\"refresh_token\":\"CANARY\",\"expires_in\":\"CANARY\"}")
                    : status(401)
                        .setHeader(
                            "WWW-Authenticate", "Bearer realm=\"" + server.uri("/token") + "\""));
        assertFailsQuietly(
            ScriptedServer.impatient()
                .credentials(
                    CredentialsProvider.of(server.host(), Credentials.identityToken("CANARY"))),
            server.host());
      }
    }
  }
}
