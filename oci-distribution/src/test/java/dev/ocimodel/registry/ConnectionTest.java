package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections: each is given back once, whatever happens on it. */
class ConnectionTest {

  @Test
  void send_plainHttp_asksForNoUpgrade() throws IOException {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client = ScriptedServer.impatient().build()) {
      server.answering(request -> ScriptedServer.status(200));
      client.ping(server.host());
      assertThat(server.requests().get(0).getHeaders().get("Upgrade")).isNull();
    }
  }

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

  @Test
  void open_whileAnotherStreamWasForgotten_waitsForItsStallOnly() throws IOException {
    byte[] content = new byte[4_000_000];
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, content);
    try (RawServer server =
            new RawServer(
                (number, in, socket) -> {
                  while (!RawServer.head(in).isEmpty()) {
                    RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n");
                    socket.getOutputStream().write(content);
                  }
                });
        RegistryClient client =
            ScriptedServer.impatient()
                .maxConnections(1)
                .stallTimeout(Duration.ofMillis(300))
                .build()) {
      Blob blob = client.repository(server.host() + "/m").blob(descriptor);
      InputStream forgotten = blob.open(0, content.length);
      assertThat(forgotten.read()).isZero();
      try (InputStream next = blob.open(0, content.length)) {
        assertThat(next.readAllBytes()).hasSize(content.length);
      }
      assertThat(forgotten.readAllBytes()).as("resumed").hasSize(content.length - 1);
    }
  }

  @Test
  @Timeout(60)
  void read_inAnotherThreadThatIsInterrupted_endsThere() throws Exception {
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, new byte[1000]);
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (number, in, socket) -> {
                  RawServer.head(in);
                  RawServer.say(
                      socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + (char) 0);
                  asked.countDown();
                  RawServer.stall(in);
                });
        RegistryClient client =
            RegistryClient.builder().stallTimeout(Duration.ofMinutes(10)).build()) {
      InputStream body = client.repository(server.host() + "/m").blob(descriptor).open(0, 1000);
      assertThat(body.read()).isZero();
      asked.await();
      CompletableFuture<Object> end = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  end.complete(body.read());
                } catch (IOException e) {
                  end.complete(Thread.currentThread().isInterrupted() ? e : "flag lost");
                }
              });
      reader.start();
      reader.interrupt();
      assertThat(end.get()).isInstanceOf(InterruptedIOException.class);
      body.close();
    }
  }

  /** Answers each request as long as the connection lasts. */
  private static RawServer answering(Function<String, String> script) {
    return new RawServer(
        (number, in, socket) -> {
          for (String head = RawServer.head(in); !head.isEmpty(); head = RawServer.head(in)) {
            RawServer.say(socket, script.apply(head));
          }
        });
  }

  @Test
  void send_answersNobodyReads_allOverOneConnection() throws IOException {
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, new byte[] {'{', '}'});
    try (RawServer server =
            answering(
                head ->
                    switch (head.substring(0, head.indexOf('/'))) {
                      case "POST " ->
                          "HTTP/1.1 202 Accepted\r\nLocation: /u/1\r\nContent-Length: 0\r\n\r\n";
                      case "HEAD " -> "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n";
                      case "GET " ->
                          head.startsWith("GET /v2/m/")
                              ? "HTTP/1.1 307 Temporary Redirect\r\nLocation: /there\r\n"
                                  + "Content-Length: 5\r\n\r\nthere"
                              : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
                      default -> "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
                    });
        RegistryClient client = ScriptedServer.impatient().build()) {
      Repository repository = client.repository(server.host() + "/m");
      client.ping(server.host());
      repository.push(Blob.of(MediaType.OCTET_STREAM, new byte[0]));
      for (int i = 0; i < 10; i++) {
        try (InputStream in = repository.blob(descriptor).open()) {
          in.readAllBytes();
        }
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void send_tenThousandRequests_noConnectionsAndThreadsLeft() throws IOException {
    String full = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    try (RawServer server = answering(head -> full);
        RegistryClient client = RegistryClient.builder().maxConnections(1).build()) {
      for (int i = 0; i < 10_000; i++) {
        client.ping(server.host());
      }
      assertThat(server.connections()).isLessThan(10);
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().startsWith("ocimodel-registry-watchdog"))
          .hasSizeLessThan(10);
    }
  }
}
