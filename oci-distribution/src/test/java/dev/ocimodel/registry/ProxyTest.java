package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.tls.TestAuthority;
import dev.ocimodel.registry.tls.TlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a real proxy to a registry whose name only the proxy can resolve. */
@Timeout(60)
class ProxyTest {

  private static final String REGISTRY = "registry.example";
  private static final String PROXY_LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("us:er".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  private RegistryClient.Builder builder(TestProxy proxy, TestAuthority authority) {
    return ScriptedServer.impatient()
        .tls(TlsOptions.create().withAuthority(authority.file()))
        .plainHttp(PlainHttp.forLoopback().withRegistries(Set.of(REGISTRY + ":5000")))
        .credentials(CredentialsProvider.of(REGISTRY, Credentials.basic("user", "CANARY")))
        .proxy(ProxyOptions.create().withProxy("http://us:er@" + proxy.host()));
  }

  @Test
  void connect_tls_tunnelledAndReused() throws IOException {
    TestAuthority authority = new TestAuthority(folder, "authority");
    try (ScriptedServer server = ScriptedServer.tls(authority);
        TestProxy proxy = new TestProxy(server);
        RegistryClient client = builder(proxy, authority).build()) {
      server.answering(
          request ->
              request.getHeaders().get("Authorization") == null
                  ? status(401).setHeader("WWW-Authenticate", "Basic")
                  : status(200));
      client.ping(REGISTRY);
      client.ping(REGISTRY);

      assertThat(proxy.heads()).hasSize(1);
      assertThat(proxy.heads().get(0))
          .startsWith("CONNECT registry.example:443 ")
          .contains("Proxy-Authorization: " + PROXY_LOGIN)
          .doesNotContain("\r\nAuthorization:");
      assertThat(server.requests())
          .hasSize(3)
          .allMatch(request -> request.getHeaders().get("Proxy-Authorization") == null);
    }
  }

  @Test
  void connect_proxyInTls_tunnelInsideIt() throws IOException {
    TestAuthority authority = new TestAuthority(folder, "authority");
    try (ScriptedServer server = ScriptedServer.tls(authority);
        TestProxy proxy =
            new TestProxy(
                server,
                authority.serverContext(authority.issue("proxy")).getServerSocketFactory());
        RegistryClient client =
            builder(proxy, authority)
                .proxy(ProxyOptions.create().withHttpsProxy("https://us:er@" + proxy.host()))
                .build()) {
      server.answering(request -> status(200));
      client.ping(REGISTRY);
      assertThat(proxy.heads()).hasSize(1);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void connect_plainHttp_forwardedWithItsBody() throws IOException {
    TestAuthority authority = new TestAuthority(folder, "authority");
    try (ScriptedServer server = new ScriptedServer();
        TestProxy proxy = new TestProxy(server);
        RegistryClient client = builder(proxy, authority).build()) {
      server.answering(
          request ->
              switch (request.getMethod()) {
                case "HEAD" -> status(404).setHeader("Connection", "close");
                case "POST" ->
                    status(202).setHeader("Location", "/upload/1").setHeader("Connection", "close");
                default -> status(201);
              });
      byte[] content = new byte[300_000];
      client.repository(REGISTRY + ":5000/m").push(Blob.of(MediaType.OCTET_STREAM, content));

      assertThat(server.requests().get(2).getBody().toByteArray()).isEqualTo(content);
      assertThat(proxy.heads())
          .hasSize(3)
          .allMatch(head -> head.contains(" http://registry.example:5000/"))
          .allMatch(head -> head.contains("Proxy-Authorization: " + PROXY_LOGIN));
      assertThat(server.requests())
          .allMatch(request -> request.getHeaders().get("Proxy-Authorization") == null);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 407, 503})
  void connect_proxyRefuses_itsOwnErrorAndNoCredentials(int code) {
    TestAuthority authority = new TestAuthority(folder, "authority");
    try (ScriptedServer thief = new ScriptedServer();
        ScriptedServer server = ScriptedServer.tls(authority);
        TestProxy proxy = new TestProxy(server);
        RegistryClient client = builder(proxy, authority).build()) {
      proxy.refusing(
          "HTTP/1.1 "
              + code
              + " No\r\nProxy-Authenticate: Basic\r\nWWW-Authenticate: Bearer realm=\""
              + thief.uri("/token")
              + "\"\r\n");
      assertThatThrownBy(() -> client.repository(REGISTRY + "/m").resolve("v1"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("The proxy answered " + code)
          .hasMessageNotContainingAny("CANARY", "us:er");
      assertThat(thief.requests()).isEmpty();
      assertThat(server.requests()).isEmpty();
      assertThat(proxy.heads())
          .hasSize(code == 503 ? RetryPolicy.create().maxAttempts() : 1)
          .noneMatch(head -> head.contains("\r\nAuthorization:"));
    }
  }

  @Test
  void connect_plainProxyWantsOtherCredentials_itsOwnError() {
    TestAuthority authority = new TestAuthority(folder, "authority");
    try (ScriptedServer server = new ScriptedServer();
        TestProxy proxy = new TestProxy(server).refusing("HTTP/1.1 407 No\r\n");
        RegistryClient client = builder(proxy, authority).build()) {
      assertThatThrownBy(() -> client.repository(REGISTRY + ":5000/m").resolve("v1"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("The proxy answered 407 and wants other credentials");
    }
  }

  @Test
  void connect_loopback_neverThroughAProxy() throws IOException {
    TestAuthority authority = new TestAuthority(folder, "authority");
    try (ScriptedServer server = new ScriptedServer();
        TestProxy proxy = new TestProxy(server);
        RegistryClient client = builder(proxy, authority).build()) {
      server.answering(request -> status(200));
      client.ping(server.host());
      assertThat(proxy.heads()).isEmpty();
      assertThat(server.requests().get(0).getHeaders().get("Proxy-Authorization")).isNull();
    }
  }

  @Test
  void connect_exception_notThroughTheProxy() {
    TestAuthority authority = new TestAuthority(folder, "authority");
    try (ScriptedServer server = new ScriptedServer();
        TestProxy proxy = new TestProxy(server);
        RegistryClient client =
            builder(proxy, authority)
                .proxy(
                    ProxyOptions.create()
                        .withProxy(proxy.host())
                        .withExceptions("no-such-host.invalid"))
                .build()) {
      assertThatThrownBy(() -> client.ping("no-such-host.invalid"))
          .isInstanceOf(java.net.UnknownHostException.class);
      assertThat(proxy.heads()).isEmpty();
    }
  }
}
