package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What everything below and in this library logs when all of it logs everything. */
@Timeout(60)
class SecretsInLogsTest {

  private static final byte[] CONTENT = new byte[1000];

  /** Promise 25: with every logger at TRACE, no password, token or signed URL is in the logs. */
  @Test
  void trace_passwordTokenAndSignedUrl_notInTheLogs() throws Exception {
    try (ScriptedServer registry = new ScriptedServer();
        ScriptedServer storage = new ScriptedServer()) {
      registry.answering(request -> registry(request, registry, storage));
      storage.answering(request -> body(200, CONTENT));
      Process child =
          ChildJvm.start(
              List.of("-Dslf4j.provider=" + TraceToOutput.class.getName()),
              Program.class,
              registry.host());
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).as(output).isZero();
      assertThat(output).contains("pulled, pushed").contains("LOG org.apache.hc");
      assertThat(registry.requests())
          .as("the secrets were in use")
          .anyMatch(r -> "Bearer CANARY-token".equals(r.getHeaders().get("Authorization")));
      assertThat(storage.requestLines()).anyMatch(line -> line.contains("CANARY-signature"));
      String basic =
          Base64.getEncoder()
              .encodeToString("user:CANARY-password".getBytes(StandardCharsets.UTF_8));
      assertThat(output.lines().filter(line -> line.contains("CANARY") || line.contains(basic)))
          .isEmpty();
    }
  }

  private static MockResponse.Builder registry(
      RecordedRequest request, ScriptedServer registry, ScriptedServer storage) {
    String target = String.valueOf(request.getTarget());
    if (target.startsWith("/token")) {
      return status(200).body("{\"token\":\"CANARY-token\"}");
    }
    if (request.getHeaders().get("Authorization") == null) {
      String realm = registry.uri("/token?hint=CANARY-hint");
      return status(401).setHeader("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
    }
    return switch (request.getMethod()) {
      case "GET" -> status(307).setHeader("Location", storage.uri("/blob?sig=CANARY-signature"));
      case "POST" ->
          status(202).setHeader("Location", "/v2/models/m/blobs/uploads/1?_state=CANARY-state");
      case "PUT" -> status(201).setHeader("Location", "/v2/models/m/blobs/x?sig=CANARY-done");
      default -> status(404);
    };
  }

  /** Pulls and pushes with the JDK's own logging at its finest as well. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws IOException {
      LogManager.getLogManager().reset();
      ConsoleHandler console = new ConsoleHandler();
      console.setLevel(Level.ALL);
      Logger root = Logger.getLogger("");
      root.addHandler(console);
      root.setLevel(Level.ALL);
      Credentials credentials = Credentials.basic("user", "CANARY-password");
      try (RegistryClient client =
          ScriptedServer.impatient()
              .credentials(CredentialsProvider.of(arguments[0], credentials))
              .build()) {
        Repository repository = client.repository(arguments[0] + "/models/m");
        Blob blob = Blob.of(MediaType.OCTET_STREAM, CONTENT);
        try (InputStream in = repository.blob(blob.descriptor()).open()) {
          in.readAllBytes();
        }
        repository.push(blob);
        System.out.println("pulled, pushed");
      }
    }
  }
}
