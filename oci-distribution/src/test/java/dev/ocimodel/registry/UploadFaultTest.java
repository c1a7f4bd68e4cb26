package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads that go wrong half-way: what is sent again, what is not, and what the caller learns. */
@Timeout(60)
class UploadFaultTest {

  private static final int LARGE = 64 << 20;

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client =
      ScriptedServer.impatient()
          .stallTimeout(Duration.ofSeconds(2))
          .retryPolicy(
              RetryPolicy.create()
                  .withBaseDelay(Duration.ofMillis(1))
                  .withMaxRetryAfter(Duration.ofMillis(50)))
          .build();
  private final Repository repository = client.repository(server.host() + "/m");
  private final AtomicInteger count = new AtomicInteger();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Semaphore answered = new Semaphore(0);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static MockResponse.Builder registry(RecordedRequest request) {
    return switch (request.getMethod()) {
      case "HEAD" -> status(404);
      case "POST", "PATCH" -> status(202).setHeader("Location", "/v2/m/blobs/uploads/1");
      case "PUT" -> status(201);
      default -> status(204);
    };
  }

  private static BlobProducer zeros(int length) {
    return out -> {
      byte[] buffer = new byte[64 << 10];
      for (int left = length; left > 0; left -= buffer.length) {
        out.write(buffer);
      }
    };
  }

  @Test
  void write_tooManyRequestsAtPatch_producedAgain() throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("PATCH") && count.incrementAndGet() == 1
                ? status(429).setHeader("Retry-After", "0")
                : registry(request));
    repository.write(MediaType.OCTET_STREAM, zeros(64 << 10));
    assertThat(count).hasValue(2);
  }

  @Test
  void push_sourceFileIsGone_askedOnce() {
    server.answering(UploadFaultTest::registry);
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(new byte[] {1}), 1);
    Blob gone =
        new Blob() {
          @Override
          public Descriptor descriptor() {
            return descriptor;
          }

          @Override
          public InputStream open(long offset, long length) throws IOException {
            count.incrementAndGet();
            throw new NoSuchFileException("weights");
          }
        };
    assertThatThrownBy(() -> repository.push(gone)).isInstanceOf(NoSuchFileException.class);
    assertThat(count).hasValue(1);
  }

  /** Answers the first body as soon as its head has come, and reads no further. */
  private RawServer refusing(String verb, String answer) {
    return new RawServer(
        (number, in, socket) -> {
          for (String head = RawServer.head(in); !head.isEmpty(); head = RawServer.head(in)) {
            heads.add(head);
            if (head.startsWith(verb)) {
              RawServer.say(socket, answer);
              answered.release();
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

  /** Goes on once there is an answer: else the body may fill the connection before it comes. */
  private BlobProducer goingOnWhenAnswered() {
    return out -> {
      byte[] buffer = new byte[64 << 10];
      out.write(buffer);
      try {
        answered.acquire(); // in every attempt
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      zeros(LARGE).writeTo(out);
    };
  }

  @Test
  void write_refusedWhileTheBodyIsSent_saysWhy() {
    try (RawServer raw = refusing("PATCH", "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")) {
      Repository small = client.repository(raw.host() + "/m");
      assertThatThrownBy(() -> small.write(MediaType.OCTET_STREAM, goingOnWhenAnswered()))
          .isInstanceOfSatisfying(
              RegistryException.class, e -> assertThat(e.status()).isEqualTo(413));
    }
  }

  @Test
  void write_acceptedBeforeItsEnd_isNoSuccess() {
    try (RawServer raw =
        refusing("PATCH", "HTTP/1.1 202 Accepted\r\nLocation: /u\r\nContent-Length: 0\r\n\r\n")) {
      Repository hasty = client.repository(raw.host() + "/m");
      assertThatThrownBy(() -> hasty.write(MediaType.OCTET_STREAM, goingOnWhenAnswered()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("before it had all of it");
      assertThat(heads)
          .as("the session is given back, over a connection that is not half-way in a body")
          .anyMatch(head -> head.startsWith("DELETE"));
    }
  }

  @Test
  void write_producerSlowerThanTheStallTimeout_isNoStall() throws IOException {
    server.answering(UploadFaultTest::registry);
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    try (RegistryClient quick =
        ScriptedServer.impatient().stallTimeout(Duration.ofMillis(200)).build()) {
      quick
          .repository(server.host() + "/m")
          .write(
              MediaType.OCTET_STREAM,
              out -> {
                runs.incrementAndGet();
                out.write(1);
                try {
                  assertThat(never.await(1, java.util.concurrent.TimeUnit.SECONDS)).isFalse();
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
                out.write(2);
              });
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void push_tokenDiesWhileTheBodyIsSent_renewedAndSentAgain() throws IOException {
    AtomicBoolean died = new AtomicBoolean();
    server.answering(
        request -> {
          String target = String.valueOf(request.getTarget());
          String authorization = String.valueOf(request.getHeaders().get("Authorization"));
          if (target.startsWith("/token")) {
            return status(200).body("{\"token\":\"t" + count.incrementAndGet() + "\"}");
          }
          boolean dead =
              (request.getMethod().equals("PUT") && !died.getAndSet(true))
                  || !authorization.startsWith("Bearer t");
          return dead
              ? status(401)
                  .setHeader("WWW-Authenticate", "Bearer realm=\"" + server.uri("/token") + "\"")
              : registry(request);
        });
    try (RegistryClient user =
        ScriptedServer.impatient()
            .credentials(CredentialsProvider.of(server.host(), Credentials.basic("u", "p")))
            .build()) {
      user.repository(server.host() + "/m").push(Blob.of(MediaType.OCTET_STREAM, new byte[9]));
    }
    assertThat(server.requestLines()).filteredOn(l -> l.startsWith("PUT")).hasSize(2);
    assertThat(server.requestLines()).filteredOn(l -> l.startsWith("POST /v2")).hasSize(1);
  }
}
