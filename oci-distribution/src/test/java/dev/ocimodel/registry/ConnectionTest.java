package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Connections: each is given back once, whatever happens on it. */
class ConnectionTest {

  @Test
  void write_producerThrowsAnError_clientGoesOn() throws IOException {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client = ScriptedServer.impatient().maxConnections(1).build()) {
      server.answering(
          request ->
              request.getMethod().equals("POST")
                  ? ScriptedServer.status(202).setHeader("Location", "/uploads/1")
                  : ScriptedServer.status(200));
      Repository repository = client.repository(server.host() + "/m");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () ->
                    repository.write(
                        MediaType.OCTET_STREAM,
                        out -> {
                          throw new AssertionError("the producer's own");
                        }))
            .isInstanceOf(AssertionError.class)
            .hasMessage("the producer's own");
      }
      client.ping(server.host());
    }
  }
}
