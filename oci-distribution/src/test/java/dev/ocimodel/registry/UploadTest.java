package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.error;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uploads: how often bytes are sent, and what happens when an answer is lost. */
class UploadTest {

  private static final byte[] CONTENT =
      "the weights of a small model".getBytes(StandardCharsets.UTF_8);
  private static final Blob BLOB = Blob.of(MediaType.OCTET_STREAM, CONTENT);

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client = ScriptedServer.impatient().build();
  private final Repository repository = client.repository(server.host() + "/models/m");
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicBoolean stored = new AtomicBoolean();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private MockResponse.Builder registry(RecordedRequest request) {
    return switch (request.getMethod()) {
      case "HEAD" -> status(stored.get() ? 200 : 404);
      case "POST", "PATCH" ->
          status(202).setHeader("Location", "/v2/models/m/blobs/uploads/1?_state=a%2Bb");
      case "PUT" -> {
        stored.set(true);
        yield status(201);
      }
      default -> status(204);
    };
  }

  private RecordedRequest last() {
    return server.requests().get(server.requests().size() - 1);
  }

  @Test
  void push_knownDigest_onePutWithTheLocationsQuery() throws IOException {
    server.answering(this::registry);
    repository.push(BLOB);
    assertThat(server.requestLines())
        .containsExactly(
            "HEAD /v2/models/m/blobs/" + BLOB.descriptor().digest(),
            "POST /v2/models/m/blobs/uploads/",
            "PUT /v2/models/m/blobs/uploads/1?_state=a%2Bb&digest="
                + Uris.encode(BLOB.descriptor().digest().toString()));
    assertThat(last().getBody().toByteArray()).isEqualTo(CONTENT);
    assertThat(last().getHeaders().get("Content-Length")).isEqualTo("" + CONTENT.length);
  }

  @Test
  void push_afterContains_looksOnce() throws IOException {
    server.answering(this::registry);
    assertThat(repository.contains(BLOB.descriptor())).isFalse();
    repository.push(BLOB);
    assertThat(server.requestLines()).filteredOn(line -> line.startsWith("HEAD")).hasSize(1);
  }

  @Test
  void push_presentBlob_sendsNothing() throws IOException {
    stored.set(true);
    server.answering(this::registry);
    repository.push(BLOB);
    assertThat(server.requestLines()).allMatch(line -> line.startsWith("HEAD"));
  }

  @Test
  void push_lost201_foundByHead() throws IOException {
    server.answering(
        request -> {
          MockResponse.Builder answer = registry(request);
          return request.getMethod().equals("PUT") && puts.incrementAndGet() == 1
              ? answer.onResponseStart(new SocketEffect.CloseSocket())
              : answer;
        });
    repository.push(BLOB);
    assertThat(puts).hasValue(1);
  }

  @Test
  void push_unavailableOnce_repeatedInANewSession() throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("PUT") && puts.incrementAndGet() == 1
                ? status(503)
                : registry(request));
    repository.push(BLOB);
    assertThat(puts).hasValue(2);
    assertThat(server.requestLines()).filteredOn(line -> line.startsWith("POST")).hasSize(2);
    assertThat(server.requestLines()).filteredOn(line -> line.startsWith("DELETE")).hasSize(1);
  }

  @Test
  void push_wrongBytes_registryRefusesAndTheBlobIsBlamed() {
    server.answering(
        request ->
            request.getMethod().equals("PUT")
                ? error(400, "DIGEST_INVALID", "no match")
                : registry(request));
    byte[] wrong = CONTENT.clone();
    wrong[3] ^= 1;
    assertThatThrownBy(() -> repository.push(Blob.of(BLOB.descriptor(), wrong)))
        .isInstanceOf(ContentMismatchException.class);
    assertThat(stored).isFalse();
  }

  @Test
  void push_refusedByTheRegistry_itsCodesInTheException() {
    server.answering(
        request ->
            request.getMethod().equals("PUT")
                ? error(400, "DIGEST_INVALID", "no match")
                : registry(request));
    assertThatThrownBy(() -> repository.push(BLOB))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.errors().get(0).code()).isEqualTo("DIGEST_INVALID"))
        .hasMessageNotContaining("_state");
  }

  @Test
  void push_noLocation_invalid() {
    server.answering(
        request -> request.getMethod().equals("POST") ? status(202) : registry(request));
    assertThatThrownBy(() -> repository.push(BLOB)).isInstanceOf(InvalidContentException.class);
  }

  @Test
  void write_unknownDigest_streamedByPatchAndClosedWithIt() throws IOException {
    server.answering(this::registry);
    Descriptor written = repository.write(MediaType.OCTET_STREAM, out -> out.write(CONTENT));
    assertThat(written).isEqualTo(BLOB.descriptor());
    RecordedRequest patch = server.requests().get(1);
    assertThat(patch.getMethod()).isEqualTo("PATCH");
    assertThat(patch.getBody().toByteArray()).isEqualTo(CONTENT);
    assertThat(last().getTarget())
        .endsWith("digest=" + Uris.encode(Digest.sha256(CONTENT).toString()));
    assertThat(last().getBodySize()).isZero();
  }

  @Test
  void write_otherLengthThanAnnounced_failsAtOnceEitherWay() {
    server.answering(this::registry);
    for (int announced : new int[] {CONTENT.length - 1, CONTENT.length + 1}) {
      BlobProducer liar =
          new BlobProducer() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
              out.write(CONTENT);
            }

            @Override
            public OptionalLong size() {
              return OptionalLong.of(announced);
            }
          };
      assertThatThrownBy(() -> repository.write(MediaType.OCTET_STREAM, liar))
          .isInstanceOf(ContentMismatchException.class);
    }
    assertThat(stored).isFalse();
  }

  @Test
  void write_connectionLost_producedAgainFromTheStart() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger patches = new AtomicInteger();
    server.answering(
        request ->
            request.getMethod().equals("PATCH") && patches.incrementAndGet() == 1
                ? status(202).onResponseStart(new SocketEffect.CloseSocket())
                : registry(request));
    BlobProducer producer =
        out -> {
          runs.incrementAndGet();
          out.write(CONTENT);
        };
    assertThat(repository.write(MediaType.OCTET_STREAM, producer)).isEqualTo(BLOB.descriptor());
    assertThat(runs).hasValue(2);
  }

  @Test
  void mount_accepted_nothingIsSent() throws IOException {
    server.answering(
        request -> request.getMethod().equals("POST") ? status(201) : registry(request));
    Repository other = client.repository(server.host() + "/models/other");
    assertThat(repository.mount(BLOB.descriptor(), other)).isTrue();
    assertThat(last().getTarget()).contains("mount=sha256").contains("from=models%2Fother");
  }

  @Test
  void mount_refusedWithASession_thePushUsesIt() throws IOException {
    server.answering(this::registry);
    Repository other = client.repository(server.host() + "/models/other");
    assertThat(repository.contains(BLOB.descriptor())).isFalse();
    assertThat(repository.mount(BLOB.descriptor(), other)).isFalse();
    repository.push(BLOB);
    assertThat(server.requestLines()).filteredOn(line -> line.startsWith("POST")).hasSize(1);
    assertThat(stored).isTrue();
  }

  @Test
  void mount_fromAnotherRegistry_notTried() throws IOException {
    Repository elsewhere = client.repository("registry.example/models/m");
    assertThat(repository.mount(BLOB.descriptor(), elsewhere)).isFalse();
    assertThat(server.requests()).isEmpty();
  }
}
