package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private long now = 1_000_000_000_000L;
  private long slept;
  private final RateLimit limit =
      new RateLimit(
          1_000_000,
          () -> now,
          nanos -> {
            now += nanos;
            slept += nanos;
          });

  private long secondsFor(long bytes, int steps) throws IOException {
    long before = slept;
    for (int i = 0; i < steps; i++) {
      limit.take(bytes / steps);
    }
    return Math.round((slept - before) / 1e9);
  }

  @Test
  void take_muchAtOnceOrInSteps_lastsAsLong() throws IOException {
    assertThat(secondsFor(20_000_000, 1)).isEqualTo(20);
    assertThat(secondsFor(20_000_000, 1_000)).isEqualTo(20);
  }

  @Test
  void take_afterAPause_pauseIsNotMadeUpFor() throws IOException {
    limit.take(1);
    now += Duration.ofHours(1).toNanos();
    assertThat(secondsFor(20_000_000, 100)).isEqualTo(20);
  }

  @Test
  void take_noLimit_neverWaits() throws IOException {
    RateLimit none = RateLimit.of(0);
    none.take(Long.MAX_VALUE);
    assertThat(none.isNone()).isTrue();
  }

  @Test
  void take_interrupted_endsAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> RateLimit.of(1).take(1_000))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void pull_slowerThanTheStallTimeoutAllows_isNoStall() throws IOException {
    byte[] content = new byte[300_000];
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, content);
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client =
            ScriptedServer.impatient()
                .stallTimeout(Duration.ofMillis(300))
                .maxBytesPerSecond(200_000)
                .build()) {
      server.answering(request -> body(200, content));
      long start = System.nanoTime();
      try (InputStream in = client.repository(server.host() + "/m").blob(descriptor).open()) {
        assertThat(in.readNBytes(1 << 20)).isEqualTo(content);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(1_200));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void push_limited_takesItsTime() throws IOException {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client = ScriptedServer.impatient().maxBytesPerSecond(200_000).build()) {
      server.answering(
          request ->
              switch (request.getMethod()) {
                case "HEAD" -> status(404);
                case "POST" -> status(202).setHeader("Location", "/u/1");
                default -> status(201);
              });
      long start = System.nanoTime();
      client
          .repository(server.host() + "/m")
          .push(Blob.of(MediaType.OCTET_STREAM, new byte[300_000]));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(1_200));
    }
  }

  @Test
  void ping_requestsLimited_takesItsTime() throws IOException {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client = ScriptedServer.impatient().maxRequestsPerSecond(10).build()) {
      server.answering(request -> status(200));
      long start = System.nanoTime();
      for (int i = 0; i < 8; i++) {
        client.ping(server.host());
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(600));
    }
  }
}
