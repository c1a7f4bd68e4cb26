package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.error;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, how often, and what the error says when it was in vain. */
class RetryTest {

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client = ScriptedServer.impatient().build();
  private final AtomicInteger answers = new AtomicInteger();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  /** Network table: 408 429 500 502 503 504. */
  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void send_passingStatus_triedAgain(int code) throws IOException {
    server.answering(request -> status(answers.incrementAndGet() < 3 ? code : 200));
    client.ping(server.host());
    assertThat(server.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 501})
  void send_finalStatus_triedOnce(int code) {
    server.answering(request -> error(code, "SOME_CODE", "some words"));
    assertThatThrownBy(() -> client.ping(server.host()))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(code);
              assertThat(e.errors()).extracting("code").containsExactly("SOME_CODE");
              assertThat(e).hasMessageContaining("some words").hasMessageContaining("GET http://");
            });
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void send_registryStaysDown_failsWithItsStatus() {
    server.answering(request -> status(503));
    assertThatThrownBy(() -> client.ping(server.host()))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.status()).isEqualTo(503));
    assertThat(server.requests()).hasSize(5);
  }

  @Test
  void send_hundredThreadsAtADeadRegistry_retriesStayInTheBudget() throws Exception {
    server.answering(request -> status(503));
    ExecutorService pool = Executors.newFixedThreadPool(100);
    List<Future<?>> pings = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pings.add(
          pool.submit(
              () ->
                  assertThatThrownBy(() -> client.ping(server.host()))
                      .isInstanceOf(RegistryException.class)));
    }
    for (Future<?> ping : pings) {
      ping.get();
    }
    pool.shutdown();
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void parseRetryAfter_bothForms() {
    assertThat(Retries.parseRetryAfter("120")).isEqualTo(Duration.ofSeconds(120));
    assertThat(Retries.parseRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo(Duration.ZERO);
    assertThat(Retries.parseRetryAfter("Fri, 31 Dec 2100 23:59:59 GMT"))
        .isGreaterThan(Duration.ofDays(365));
    assertThat(Retries.parseRetryAfter("soon")).isNull();
  }

  /** Promise 18: a Retry-After of hours, or of a date in another century, is capped. */
  @ParameterizedTest
  @ValueSource(strings = {"9999", "Fri, 31 Dec 2100 23:59:59 GMT"})
  void send_retryAfterOverTheCap_isCut(String retryAfter) throws IOException {
    server.answering(
        request ->
            answers.incrementAndGet() == 1
                ? status(429).setHeader("Retry-After", retryAfter)
                : status(200));
    RetryPolicy policy = RetryPolicy.create().withMaxRetryAfter(Duration.ofMillis(1));
    try (RegistryClient capped = RegistryClient.builder().retryPolicy(policy).build()) {
      capped.ping(server.host());
    }
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void resolve_nobodyListens_saysSo() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(() -> client.repository("127.0.0.1:" + port + "/m").resolve("v1"))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Is the registry running there?");
  }

  @Test
  void resolve_unknownHost_saysSo() {
    assertThatThrownBy(() -> client.repository("no-such-host.invalid/m").resolve("v1"))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("host name is not known");
  }

  @Test
  void resolve_plainHttpWhereTlsWasTried_saysSo() {
    try (TestRegistry plain = TestRegistry.start();
        RegistryClient tls = ScriptedServer.impatient().plainHttp(PlainHttp.never()).build()) {
      assertThatThrownBy(() -> tls.repository(plain.address() + "/m").resolve("v1"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("plain HTTP");
    }
  }

  @Test
  void errors_garbageBody_stillTyped() {
    server.answering(request -> status(400).body("<html>\u0000" + "x".repeat(200_000)));
    assertThatThrownBy(() -> client.ping(server.host()))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.errors()).isEmpty());
  }
}
