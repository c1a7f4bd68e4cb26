package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.tls.TlsOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead, and what goes along. */
class RedirectTest {

  private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor DESCRIPTOR = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);

  private final ScriptedServer server = new ScriptedServer();
  private final ScriptedServer storage = new ScriptedServer();
  private final RegistryClient client =
      ScriptedServer.impatient()
          .credentials(CredentialsProvider.of(server.host(), Credentials.basic("user", "secret")))
          .build();

  @AfterEach
  void close() {
    client.close();
    server.close();
    storage.close();
  }

  private byte[] download() throws IOException {
    Blob blob = client.repository(server.host() + "/models/m").blob(DESCRIPTOR);
    try (var in = blob.open()) {
      return in.readAllBytes();
    }
  }

  private static List<String> authorizations(ScriptedServer asked) {
    return asked.requests().stream()
        .map(r -> String.valueOf(r.getHeaders().get("Authorization")))
        .toList();
  }

  /** Promise 3: a redirect to another port gets no Authorization. */
  @Test
  void follow_otherPort_noAuthorization() throws IOException {
    server.answering(
        request ->
            request.getHeaders().get("Authorization") == null
                ? status(401).setHeader("WWW-Authenticate", "Basic realm=\"x\"")
                : status(307).setHeader("Location", storage.uri("/signed?sig=1")));
    storage.answering(request -> body(200, CONTENT));
    assertThat(download()).isEqualTo(CONTENT);
    assertThat(authorizations(server).get(1)).startsWith("Basic ");
    assertThat(authorizations(storage)).containsExactly("null");
  }

  @Test
  void follow_backToTheRegistry_authorizationStaysOff() throws IOException {
    server.answering(
        request -> {
          if (request.getTarget().equals("/public")) {
            return body(200, CONTENT);
          }
          return request.getHeaders().get("Authorization") == null
              ? status(401).setHeader("WWW-Authenticate", "Basic realm=\"x\"")
              : status(307).setHeader("Location", storage.uri("/there"));
        });
    storage.answering(request -> status(307).setHeader("Location", server.uri("/public")));
    assertThat(download()).isEqualTo(CONTENT);
    assertThat(authorizations(server).get(2)).isEqualTo("null");
  }

  @Test
  void follow_sameOrigin_keepsAuthorization() throws IOException {
    server.answering(
        request -> {
          if (request.getHeaders().get("Authorization") == null) {
            return status(401).setHeader("WWW-Authenticate", "Basic realm=\"x\"");
          }
          return request.getTarget().equals("/moved")
              ? body(200, CONTENT)
              : status(302).setHeader("Location", "/moved");
        });
    assertThat(download()).isEqualTo(CONTENT);
  }

  @Test
  void follow_loop_refusedAfterFiveHops() {
    server.answering(request -> status(307).setHeader("Location", "/again"));
    assertThatThrownBy(this::download)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("5 hops");
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void follow_withoutLocation_refused() {
    server.answering(request -> status(302));
    assertThatThrownBy(this::download).hasMessageContaining("no Location");
  }

  @Test
  void follow_otherScheme_refused() {
    server.answering(request -> status(302).setHeader("Location", "file:///etc/passwd"));
    assertThatThrownBy(this::download).hasMessageContaining("no usable http(s) URI");
  }

  @Test
  void follow_fromTlsToPlain_refused() throws IOException {
    HttpCall call = HttpCall.of("GET", URI.create("https://registry.example/v2/"), Scope.none());
    server.answering(request -> status(302).setHeader("Location", "http://registry.example/plain"));
    try (HttpTransport transport = plainTransport()) {
      HttpReply reply =
          transport.send(HttpCall.of("GET", URI.create(server.uri("/")), Scope.none()), null);
      assertThatThrownBy(() -> new Redirects(call).follow(reply))
          .hasMessageContaining("https to http");
    }
  }

  private static HttpTransport plainTransport() {
    return new HttpTransport(
        new ClientOptions(),
        new TlsByOrigin(TlsOptions.create(), Map.of(), null),
        new ProxyRoutes(ProxyOptions.create()));
  }

  @Test
  void message_ofAFailedRedirect_hasNoQuery() {
    server.answering(
        request -> status(307).setHeader("Location", storage.uri("/signed?sig=CANARY")));
    storage.answering(request -> status(404));
    assertThatThrownBy(this::download).hasMessageNotContaining("CANARY");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void follow_putWouldBecomeAGet_refused(int code) {
    server.answering(
        request ->
            switch (request.getMethod()) {
              case "HEAD" -> status(404);
              case "POST" -> status(202).setHeader("Location", "/uploads/1");
              case "GET" -> status(200).body("please log in");
              default -> status(code).setHeader("Location", "/login");
            });
    Repository repository = client.repository(server.host() + "/models/m");
    assertThatThrownBy(() -> repository.push(Blob.of(DESCRIPTOR, CONTENT)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("makes it a GET");
    assertThatThrownBy(() -> repository.untag("v1")).hasMessageContaining("makes it a GET");
    assertThat(server.requestLines()).noneMatch(line -> line.startsWith("GET"));
  }

  @Test
  void follow_putWith307_sendsTheBodyThere() throws IOException {
    server.answering(
        request ->
            switch (request.getMethod()) {
              case "HEAD" -> status(404);
              case "POST" -> status(202).setHeader("Location", "/uploads/1");
              default -> status(307).setHeader("Location", storage.uri("/put"));
            });
    storage.answering(request -> status(201));
    client.repository(server.host() + "/models/m").push(Blob.of(DESCRIPTOR, CONTENT));
    assertThat(storage.requests().get(0).getBody().toByteArray()).isEqualTo(CONTENT);
  }
}
