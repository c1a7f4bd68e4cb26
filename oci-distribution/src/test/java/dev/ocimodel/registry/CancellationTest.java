package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends whatever is waited for, long before any time limit, and is not forgotten. */
@Timeout(60)
class CancellationTest {

  private static final byte[] SILENCE = {};

  /** What a thread does that will be interrupted. */
  interface Action {
    void run() throws IOException;
  }

  private static RegistryClient client() {
    return RegistryClient.builder()
        .connectTimeout(Duration.ofMinutes(10))
        .stallTimeout(Duration.ofMinutes(10))
        .maxConnections(1)
        .build();
  }

  /** Runs, interrupts once {@code reached}, and returns what the action threw. */
  private static Throwable interrupted(CountDownLatch reached, Action action)
      throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
              } catch (Throwable e) {
                thrown.set(e);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    thread.setDaemon(true);
    thread.start();
    reached.await();
    thread.interrupt();
    thread.join();
    assertThat(flag).as("interrupt flag").isTrue();
    return Objects.requireNonNull(thrown.get(), "the action ended without an exception");
  }

  private static RawServer silentAfter(CountDownLatch reached, String verb, String answer) {
    return new RawServer(
        (number, in, socket) -> {
          for (String head = RawServer.head(in); !head.isEmpty(); head = RawServer.head(in)) {
            if (head.startsWith(verb)) {
              RawServer.say(socket, answer);
              reached.countDown();
              new CountDownLatch(1).await();
            } else if (head.startsWith("POST")) {
              RawServer.say(
                  socket, "HTTP/1.1 202 Accepted\r\nLocation: /u\r\nContent-Length: 0\r\n\r\n");
            } else {
              RawServer.say(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
          }
        });
  }

  @Test
  void ping_noAnswer_interruptEndsIt() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer raw = silentAfter(reached, "GET", "");
        RegistryClient client = client()) {
      assertThat(interrupted(reached, () -> client.ping(raw.host())))
          .isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void resolve_noAnswer_cancelled() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer raw = silentAfter(reached, "HEAD", "");
        RegistryClient client = client()) {
      Repository repository = client.repository(raw.host() + "/m");
      assertThat(interrupted(reached, () -> repository.resolve("v1")))
          .isInstanceOf(TransferCancelledException.class);
    }
  }

  @Test
  void read_bodyStops_interruptEndsIt() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer raw =
            silentAfter(reached, "GET", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
        RegistryClient client = client()) {
      Blob blob =
          client
              .repository(raw.host() + "/m")
              .blob(Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(SILENCE), 1000));
      assertThat(
              interrupted(
                  reached,
                  () -> {
                    try (InputStream in = blob.open(0, 1000)) {
                      in.readAllBytes();
                    }
                  }))
          .isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void read_onAnotherThreadThanTheOneThatOpened_interruptEndsIt() throws Exception {
    CountDownLatch served = new CountDownLatch(1);
    CountDownLatch reading = new CountDownLatch(1);
    try (RawServer raw =
            silentAfter(served, "GET", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
        RegistryClient client = client()) {
      Blob blob =
          client
              .repository(raw.host() + "/m")
              .blob(Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(SILENCE), 1000));
      try (InputStream in = blob.open(0, 1000)) {
        assertThat(
                interrupted(
                    reading,
                    () -> {
                      in.readNBytes(3);
                      reading.countDown();
                      in.readAllBytes();
                    }))
            .isInstanceOf(InterruptedIOException.class);
      }
    }
  }

  @Test
  void write_serverStopsReading_interruptEndsIt() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer raw = silentAfter(reached, "PATCH", "");
        RegistryClient client = client()) {
      Repository repository = client.repository(raw.host() + "/m");
      assertThat(
              interrupted(
                  reached,
                  () ->
                      repository.write(
                          MediaType.OCTET_STREAM,
                          out -> {
                            for (int i = 0; i < 100_000; i++) {
                              out.write(new byte[1 << 16]);
                            }
                          })))
          .isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void ping_retryPause_interruptEndsIt() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer raw =
            silentAfter(
                reached,
                "GET",
                "HTTP/1.1 503 Busy\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n");
        RegistryClient client =
            RegistryClient.builder()
                .retryPolicy(RetryPolicy.create().withMaxRetryAfter(Duration.ofMinutes(10)))
                .build()) {
      assertThat(interrupted(reached, () -> client.ping(raw.host())))
          .isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void ping_tokenServerSaysNothing_interruptEndsIt() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer tokens = silentAfter(reached, "GET", "");
        RawServer raw =
            new RawServer(
                (number, in, socket) -> {
                  RawServer.head(in);
                  RawServer.say(
                      socket,
                      "HTTP/1.1 401 No\r\nContent-Length: 0\r\nWWW-Authenticate: Bearer"
                          + " realm=\"http://"
                          + tokens.host()
                          + "/t\"\r\n\r\n");
                });
        RegistryClient client =
            RegistryClient.builder()
                .stallTimeout(Duration.ofMinutes(10))
                .credentials(CredentialsProvider.of(raw.host(), Credentials.basic("u", "p")))
                .build()) {
      assertThat(interrupted(reached, () -> client.ping(raw.host())))
          .isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void ping_everyConnectionTaken_interruptEndsTheWait() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer raw =
            silentAfter(reached, "GET", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na");
        RegistryClient client = client()) {
      Blob blob =
          client
              .repository(raw.host() + "/m")
              .blob(Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(SILENCE), 9));
      try (InputStream holding = blob.open(0, 9)) {
        assertThat(holding.read()).isEqualTo('a');
        assertThat(interrupted(new CountDownLatch(0), () -> client.ping(raw.host())))
            .isInstanceOf(InterruptedIOException.class);
      }
    }
  }

  @Test
  void ping_connectHangs_interruptEndsIt() throws Exception {
    List<Socket> filler = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RegistryClient client = client()) {
      // Nobody accepts: once the queue is full, the next connection gets no answer at all.
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket();
        filler.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 100);
        } catch (IOException e) {
          break;
        }
      }
      String host = "127.0.0.1:" + full.getLocalPort();
      assertThat(interrupted(new CountDownLatch(0), () -> client.ping(host)))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      for (Socket socket : filler) {
        socket.close();
      }
    }
  }
}
