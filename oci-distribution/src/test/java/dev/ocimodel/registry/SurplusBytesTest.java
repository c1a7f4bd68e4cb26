package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that go on after their announced length. */
class SurplusBytesTest {

  private static final Descriptor DESCRIPTOR =
      Descriptor.of(MediaType.OCTET_STREAM, new byte[] {'{', '}'});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xx",
        "xx\r\n",
        "xx\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"
      })
  @Timeout(60)
  void send_afterSurplusBytes_anotherConnection(String surplus) throws IOException {
    AtomicInteger answers = new AtomicInteger();
    try (RawServer server =
            new RawServer(
                (number, in, socket) -> {
                  while (!RawServer.head(in).isEmpty()) {
                    String extra = answers.incrementAndGet() == 1 ? surplus : "";
                    RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" + extra);
                  }
                });
        RegistryClient client =
            ScriptedServer.impatient().stallTimeout(Duration.ofMinutes(10)).build()) {
      Repository repository = client.repository(server.host() + "/m");
      for (int i = 0; i < 3; i++) {
        try (InputStream in = repository.blob(DESCRIPTOR).open()) {
          assertThat(in.readAllBytes()).asString().isEqualTo("{}");
        }
      }
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void send_interimAnswersFirst_readPast() throws IOException {
    try (RawServer server =
            new RawServer(
                (number, in, socket) -> {
                  while (!RawServer.head(in).isEmpty()) {
                    RawServer.say(
                        socket,
                        "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                  }
                });
        RegistryClient client = ScriptedServer.impatient().build()) {
      client.ping(server.host());
      client.ping(server.host());
      assertThat(server.connections()).isEqualTo(1);
    }
  }
}
