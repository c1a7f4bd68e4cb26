package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever happens to an exchange, its connection and its permit come back. */
@Timeout(60)
class ConnectionBudgetTest {

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client =
      ScriptedServer.impatient().maxConnections(1).stallTimeout(Duration.ofMillis(300)).build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Blob remote(byte[] content) {
    return client
        .repository(server.host() + "/m")
        .blob(Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(content), content.length));
  }

  @Test
  void open_streamNeverClosed_itsConnectionComesBack() throws IOException {
    byte[] content = new byte[1 << 20];
    server.answering(request -> body(200, content));
    InputStream forgotten = remote(content).open(0, content.length);
    assertThat(forgotten.read()).isZero();
    assertThat(remote(content).read(client.repository(server.host() + "/m").limits()))
        .isEqualTo(content);
  }

  @Test
  void read_afterALongBreak_goesOn() throws IOException {
    byte[] content = new byte[8 << 20];
    server.answering(request -> body(200, content));
    try (InputStream slow = remote(content).open(0, content.length)) {
      assertThat(slow.read()).isZero();
      // Somebody else gets the one connection only once the idle stream has let go of it.
      client.ping(server.host());
      assertThat(slow.readAllBytes()).hasSize(content.length - 1);
    }
  }

  @Test
  void write_producerThrowsAnError_theClientLivesOn() throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("POST")
                ? status(202).setHeader("Location", "/u")
                : status(200));
    Repository repository = client.repository(server.host() + "/m");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  repository.write(
                      MediaType.OCTET_STREAM,
                      out -> {
                        throw new StackOverflowError("in a producer");
                      }))
          .isInstanceOf(StackOverflowError.class);
    }
    client.ping(server.host());
  }

  @Test
  void ping_tenThousandTimes_leavesNoConnectionBehind() throws IOException {
    try (RawServer raw =
            new RawServer(
                (number, in, socket) -> {
                  while (!RawServer.head(in).isEmpty()) {
                    RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                  }
                });
        RegistryClient many = ScriptedServer.impatient().maxConnections(2).build()) {
      for (int i = 0; i < 10_000; i++) {
        many.ping(raw.host());
      }
      // a reply whose body is not read costs its connection
      assertThat(raw.connections()).isPositive();
    }
  }

  @Test
  void send_answersWithoutBody_keepTheirConnection() throws IOException {
    try (RawServer raw =
            new RawServer(
                (number, in, socket) -> {
                  while (!RawServer.head(in).isEmpty()) {
                    RawServer.say(
                        socket,
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
                            + "HTTP/1.1 204 No Content\r\n\r\n");
                  }
                });
        RegistryClient many = ScriptedServer.impatient().maxConnections(2).build()) {
      for (int i = 0; i < 100; i++) {
        many.ping(raw.host());
      }
      assertThat(raw.connections()).isEqualTo(1);
    }
  }

  @Test
  void read_bodyLongerThanAnnounced_theNextRequestIsNotPoisoned() throws IOException {
    byte[] content = {1, 2, 3, 4, 5};
    try (RawServer raw =
            new RawServer(
                (number, in, socket) -> {
                  for (String head = RawServer.head(in);
                      !head.isEmpty();
                      head = RawServer.head(in)) {
                    String extra =
                        number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\6\6\6\6\6" : "";
                    RawServer.say(
                        socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\1\2\3\4\5" + extra);
                  }
                });
        RegistryClient patient = ScriptedServer.impatient().build()) {
      Repository repository = patient.repository(raw.host() + "/m");
      Blob blob = repository.blob(Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(content), 5));
      for (int i = 0; i < 3; i++) {
        assertThat(blob.read(repository.limits())).isEqualTo(content);
      }
    }
  }

  @Test
  void open_waitLimitAndNoConnectionFree_failsNamingIt() throws IOException {
    try (RawServer busy = new RawServer((number, in, socket) -> RawServer.stall(in));
        RegistryClient client =
            ScriptedServer.impatient()
                .maxConnections(1)
                .connectionWaitLimit(Duration.ofMillis(50))
                .build()) {
      Thread holder = new Thread(() -> holdConnection(client, busy));
      holder.start();
      while (busy.connections() == 0) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> client.repository(busy.host() + "/m").resolve("v1"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("None of this client's 1 connections became free");
      holder.interrupt();
    }
  }

  private static void holdConnection(RegistryClient client, RawServer busy) {
    assertThatThrownBy(() -> client.ping(busy.host())).isNotNull();
  }
}
