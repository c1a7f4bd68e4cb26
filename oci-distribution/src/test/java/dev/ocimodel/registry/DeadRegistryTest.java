package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Network table: a registry that is down is not kept down by its clients. */
@Timeout(60)
class DeadRegistryTest {

  private static final int THREADS = 100;
  private static final int BUDGET = 100;
  private static final byte[] CONTENT = new byte[1000];

  private static final String BAD_GATEWAY = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
  private static final String CUT = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";

  /** Promise 19: 100 threads at a registry that is down make no more retries than the budget. */
  @ParameterizedTest
  @ValueSource(strings = {"", BAD_GATEWAY, CUT, "HTTP/1.1 503 Down\r\nRetry-After: 0\r\n\r\n"})
  void retry_registryDownHundredThreads_staysInTheBudget(String answer) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer server =
        new RawServer(
            (number, in, socket) -> {
              if (!RawServer.head(in).isEmpty()) {
                requests.incrementAndGet();
                answer(socket, answer);
              }
            })) {
      try (RegistryClient client =
          RegistryClient.builder()
              .maxConnections(THREADS)
              .retryPolicy(RetryPolicy.create().withBaseDelay(Duration.ofMillis(1)))
              .build()) {
        everyThread(() -> read(client, server));
      }
      // A cut answer begins with success, which gives a fifth of a retry back.
      int successes = answer.equals(CUT) ? requests.get() : 0;
      assertThat(requests).hasValueLessThanOrEqualTo(THREADS + BUDGET + successes / 5);
      Leftovers.assertNone(server);
    }
  }

  private static void answer(Socket socket, String answer) throws java.io.IOException {
    RawServer.say(socket, answer);
    socket.shutdownOutput();
  }

  private static void read(RegistryClient client, RawServer server) throws Exception {
    Blob blob =
        client
            .repository(server.host() + "/m")
            .blob(Descriptor.of(MediaType.OCTET_STREAM, CONTENT));
    try (var in = blob.open()) {
      in.readAllBytes();
    }
  }

  private static void everyThread(ThrowingCallable action) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        runs.add(pool.submit(() -> assertThatThrownBy(action).isInstanceOf(Exception.class)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
