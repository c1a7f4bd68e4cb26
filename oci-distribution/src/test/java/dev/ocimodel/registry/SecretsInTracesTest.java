package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 25: no secret in any exception, its causes and what it suppressed included. */
class SecretsInTracesTest {

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private void assertNoCanary(Credentials credentials) {
    try (RegistryClient client =
        ScriptedServer.impatient()
            .credentials(CredentialsProvider.of(server.host(), credentials))
            .build()) {
      Repository repository = client.repository(server.host() + "/m");
      Blob blob = Blob.of(MediaType.OCTET_STREAM, new byte[] {1});
      for (ThrowingCallable action :
          new ThrowingCallable[] {
            () -> repository.push(blob),
            () -> repository.resolve("v1"),
            () -> repository.write(MediaType.OCTET_STREAM, out -> out.write(1)),
            () -> repository.blob(blob.descriptor()).open(0, 1).close(),
            () -> client.ping(server.host())
          }) {
        Throwable failure = catchThrowable(action);
        if (failure != null) {
          assertThat(trace(failure)).doesNotContain("CANARY");
        }
      }
      assertThat(client + "" + repository + blob).doesNotContain("CANARY");
    }
  }

  private MockResponse.Builder bearer(RecordedRequest request, MockResponse.Builder otherwise) {
    String target = String.valueOf(request.getTarget());
    if (target.startsWith("/token")) {
      return status(200).body("{\"token\":\"CANARY\"}");
    }
    return request.getHeaders().get("Authorization") == null && !target.contains("CANARY")
        ? status(401)
            .setHeader("WWW-Authenticate", "Bearer realm=\"" + server.uri("/token?k=CANARY") + "\"")
        : otherwise;
  }

  @Test
  void trace_everyAnswerAnError_noSecret() {
    for (int code : new int[] {400, 401, 403, 404, 418, 500}) {
      server.answering(request -> bearer(request, status(code)));
      assertNoCanary(Credentials.basic("user", "CANARY"));
      assertNoCanary(Credentials.identityToken("CANARY"));
      assertNoCanary(Credentials.registryToken("CANARY"));
    }
  }

  @Test
  void trace_redirectsToSignedUris_noSecret() {
    for (String location :
        new String[] {
          "http://127.0.0.1:1/x?sig=CANARY",
          "/loop?sig=CANARY",
          "http://no-such-host.invalid/?sig=CANARY",
          "http://u:CANARY@127.0.0.1/",
          "http://127.0.0.1:77777/?CANARY",
          "http://127.0.0.1:x/?CANARY",
          "%%CANARY"
        }) {
      server.answering(request -> bearer(request, status(307).setHeader("Location", location)));
      assertNoCanary(Credentials.basic("user", "CANARY"));
      server.answering(
          request ->
              request.getMethod().equals("HEAD")
                  ? status(404)
                  : bearer(request, status(202).setHeader("Location", location)));
      assertNoCanary(Credentials.basic("user", "CANARY"));
    }
  }

  @Test
  void trace_connectionsCutWhileATokenIsUsed_noSecret() {
    server.answering(
        request -> bearer(request, status(200).onResponseStart(new SocketEffect.CloseSocket())));
    assertNoCanary(Credentials.basic("user", "CANARY"));
  }

  @Test
  void trace_oddTokenAnswers_noSecret() {
    for (String answer :
        new String[] {
          "{\"token\":[\"CANARY\"]}",
          "{\"token\":\"CANARY\\r\\nX: y\"}",
          "{\"token\":\"x\",\"expires_in\":\"CANARY\"}",
          "{\"access_token\":{\"CANARY\":1}}",
          "{\"token\":\"CANARY"
        }) {
      server.answering(
          request ->
              String.valueOf(request.getTarget()).startsWith("/token")
                  ? status(200).body(answer)
                  : bearer(request, status(200)));
      assertNoCanary(Credentials.basic("user", "CANARY"));
    }
  }
}
