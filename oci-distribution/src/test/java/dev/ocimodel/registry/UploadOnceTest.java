package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.error;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thirty gigabytes are not sent twice because an answer was lost. */
class UploadOnceTest {

  private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);
  private static final Blob BLOB = Blob.of(MediaType.OCTET_STREAM, CONTENT);

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client = ScriptedServer.impatient().build();
  private final Repository repository = client.repository(server.host() + "/models/m");
  private final AtomicBoolean stored = new AtomicBoolean();
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private MockResponse.Builder registry(RecordedRequest request) {
    return switch (request.getMethod()) {
      case "HEAD" -> status(stored.get() ? 200 : 404);
      case "PUT" -> {
        stored.set(true);
        yield status(201);
      }
      default -> status(202).setHeader("Location", "/uploads/1");
    };
  }

  private long count(String method) {
    return server.requestLines().stream().filter(line -> line.startsWith(method)).count();
  }

  @Test
  void push_sameBlobAgain_sentOnce() throws IOException {
    server.answering(this::registry);
    repository.push(BLOB);
    repository.push(BLOB);
    assertThat(count("PUT")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void push_gatewayGaveUpOnACommitThatWorked_sentOnce(int code) throws IOException {
    server.answering(
        request -> {
          MockResponse.Builder answer = registry(request);
          return request.getMethod().equals("PUT") ? status(code) : answer;
        });
    repository.push(BLOB);
    assertThat(count("PUT")).isEqualTo(1);
  }

  @Test
  void write_answerToTheCommitLost_producedOnce() throws IOException {
    server.answering(
        request -> {
          if (request.getMethod().equals("PUT") && puts.incrementAndGet() > 1) {
            return error(404, "BLOB_UPLOAD_UNKNOWN", "closed already");
          }
          MockResponse.Builder answer = registry(request);
          return request.getMethod().equals("PUT")
              ? answer.onResponseStart(new SocketEffect.CloseSocket())
              : answer;
        });
    assertThat(
            repository.write(
                MediaType.OCTET_STREAM,
                out -> {
                  runs.incrementAndGet();
                  out.write(CONTENT);
                }))
        .isEqualTo(BLOB.descriptor());
    assertThat(runs).hasValue(1);
  }

  @Test
  void push_sessionUnknownWithoutAWord_newSession() throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("PUT") && puts.incrementAndGet() == 1
                ? status(404)
                : registry(request));
    repository.push(BLOB);
    assertThat(count("POST")).isEqualTo(2);
  }

  @Test
  void push_tooManyRequests_waitsAsLongAsItWasTold() throws IOException {
    AtomicLong refusedAt = new AtomicLong();
    AtomicLong repeatedAt = new AtomicLong();
    server.answering(
        request -> {
          if (!request.getMethod().equals("PUT")) {
            return registry(request);
          }
          if (puts.incrementAndGet() == 1) {
            refusedAt.set(System.nanoTime());
            return status(429).setHeader("Retry-After", "1");
          }
          repeatedAt.set(System.nanoTime());
          return registry(request);
        });
    repository.push(BLOB);
    assertThat(repeatedAt.get() - refusedAt.get()).isGreaterThanOrEqualTo(1_000_000_000L);
  }
}
