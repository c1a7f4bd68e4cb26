package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Promise 20: a token that ends in the middle of a pull is renewed once, by many threads. */
@Timeout(60)
class TokenRenewalTest {

  private static final int THREADS = 8;

  private final ScriptedServer server = new ScriptedServer();
  private final AtomicInteger issued = new AtomicInteger();
  private final byte[] content = new byte[1024 * 1024];
  private final Descriptor descriptor;
  private volatile int valid = 1;
  private volatile CountDownLatch refusals = new CountDownLatch(0);
  private volatile boolean cutOnce;

  TokenRenewalTest() {
    new Random(1).nextBytes(content);
    descriptor = Blob.of(MediaType.OCTET_STREAM, content).descriptor();
    server.answering(this::answer);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private RegistryClient client(Credentials credentials) {
    return ScriptedServer.impatient()
        .maxConnections(THREADS)
        .credentials(CredentialsProvider.of(server.host(), credentials))
        .build();
  }

  private MockResponse.Builder answer(RecordedRequest request) {
    if (String.valueOf(request.getTarget()).startsWith("/token")) {
      return status(200)
          .body("{\"token\":\"t" + issued.incrementAndGet() + "\",\"expires_in\":300}");
    }
    String held = request.getHeaders().get("Authorization");
    if (held == null || Integer.parseInt(held.substring("Bearer t".length())) < valid) {
      awaitOtherRefusals(held);
      return status(401)
          .setHeader("WWW-Authenticate", "Bearer realm=\"" + server.uri("/token") + "\"");
    }
    return request.getMethod().equals("HEAD")
        ? status(404)
        : part(request.getHeaders().get("Range"));
  }

  /** Every thread is refused with the old token before any has a new one. */
  private void awaitOtherRefusals(String held) {
    if (held != null) {
      refusals.countDown();
      try {
        assertThat(refusals.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private MockResponse.Builder part(String range) {
    long from = 0;
    long end = content.length;
    if (range != null) {
      String[] parts = range.substring("bytes=".length()).split("-", -1);
      from = Long.parseLong(parts[0]);
      end = parts[1].isEmpty() ? end : Long.parseLong(parts[1]) + 1;
    }
    Buffer body = new Buffer().write(content, (int) from, (int) (end - from));
    MockResponse.Builder answer =
        status(range == null ? 200 : 206)
            .setHeader("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + content.length)
            .body(body);
    if (cutOnce) {
      cutOnce = false;
      valid = issued.get() + 1;
      return answer.onResponseBody(new SocketEffect.CloseSocket());
    }
    return answer;
  }

  private void readByAllThreads(Blob blob) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<byte[]>> reads = new ArrayList<>();
      int share = content.length / THREADS;
      for (int i = 0; i < THREADS; i++) {
        long offset = (long) i * share;
        reads.add(
            threads.submit(
                () -> {
                  try (InputStream in = blob.open(offset, share)) {
                    return in.readAllBytes();
                  }
                }));
      }
      for (int i = 0; i < THREADS; i++) {
        assertThat(reads.get(i).get())
            .isEqualTo(Arrays.copyOfRange(content, i * share, (i + 1) * share));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void read_tokenEndsForManyThreads_oneRenewal() throws Exception {
    for (Credentials credentials :
        new Credentials[] {Credentials.basic("u", "p"), Credentials.identityToken("refresh")}) {
      issued.set(0);
      valid = 1;
      refusals = new CountDownLatch(0);
      try (RegistryClient client = client(credentials)) {
        Blob blob = client.repository(server.host() + "/m").blob(descriptor);
        readByAllThreads(blob);
        assertThat(issued).hasValue(1);
        refusals = new CountDownLatch(THREADS);
        valid = 2;
        readByAllThreads(blob);
        assertThat(issued).hasValue(2);
      }
    }
  }

  @Test
  void read_tokenEndsAndTheConnectionBreaks_goesOnWhereItWas() throws IOException {
    try (RegistryClient client = client(Credentials.basic("u", "p"))) {
      cutOnce = true;
      Blob blob = client.repository(server.host() + "/m").blob(descriptor);
      try (InputStream in = blob.open(0, content.length)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
      assertThat(issued).hasValue(2);
    }
  }

  @Test
  void token_manyRepositories_oneEachAndNoneForgotten() throws IOException {
    try (RegistryClient client = client(Credentials.basic("u", "p"))) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 50; i++) {
          client.repository(server.host() + "/m" + i).contains(descriptor);
        }
      }
    }
    assertThat(issued).hasValue(50);
  }
}
