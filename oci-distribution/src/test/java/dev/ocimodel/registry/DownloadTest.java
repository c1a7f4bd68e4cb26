package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Downloads over broken connections and from servers that lie about ranges. */
class DownloadTest {

  private static final byte[] CONTENT = new byte[300_000];

  static {
    new Random(1).nextBytes(CONTENT);
  }

  private static final Descriptor DESCRIPTOR = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client = ScriptedServer.impatient().build();
  private final AtomicInteger answers = new AtomicInteger();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Blob blob() {
    return client.repository(server.host() + "/models/m").blob(DESCRIPTOR);
  }

  private static byte[] readAll(Blob blob) throws IOException {
    try (InputStream in = blob.open()) {
      return in.readAllBytes();
    }
  }

  /** An honest server of ranges. */
  private static MockResponse.Builder range(RecordedRequest request) {
    return ScriptedServer.range(request, CONTENT);
  }

  @Test
  void open_wholeBlob() throws IOException {
    server.answering(DownloadTest::range);
    assertThat(readAll(blob())).isEqualTo(CONTENT);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void open_connectionCutMidBody_resumesAtTheByteReached() throws IOException {
    server.answering(
        request ->
            answers.incrementAndGet() <= 3
                ? range(request).onResponseBody(new SocketEffect.CloseSocket())
                : range(request));
    assertThat(readAll(blob())).isEqualTo(CONTENT);
    assertThat(server.requests()).hasSize(4);
    assertThat(server.requests().get(3).getHeaders().get("Range")).matches("bytes=[1-9].*-299999");
  }

  @Test
  void open_rangeAnsweredWith200_noByteTwice() throws IOException {
    server.answering(
        request ->
            answers.incrementAndGet() == 1
                ? body(200, CONTENT).onResponseBody(new SocketEffect.CloseSocket())
                : body(200, CONTENT));
    assertThat(readAll(blob())).isEqualTo(CONTENT);
  }

  @Test
  void open_brokenForEver_failsAfterItsAttempts() {
    server.answering(
        request ->
            answers.incrementAndGet() == 1
                ? range(request).onResponseBody(new SocketEffect.CloseSocket())
                : range(request).onResponseStart(new SocketEffect.CloseSocket()));
    assertThatThrownBy(() -> readAll(blob())).isInstanceOf(IOException.class);
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void open_chunkedBodyEndsEarly_isNotTheEnd() throws IOException {
    server.answering(
        request ->
            answers.incrementAndGet() == 1
                ? status(200).chunkedBody(new okio.Buffer().write(CONTENT, 0, 1000), 100)
                : range(request));
    assertThat(readAll(blob())).isEqualTo(CONTENT);
  }

  @Test
  void open_bodyLongerThanDescriptor_mismatch() {
    byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 1);
    server.answering(request -> status(200).chunkedBody(new okio.Buffer().write(longer), 8192));
    assertThatThrownBy(() -> readAll(blob())).isInstanceOf(ContentMismatchException.class);
  }

  @Test
  void open_otherContentLength_mismatchBeforeTheFirstByte() {
    server.answering(request -> body(200, new byte[17]));
    assertThatThrownBy(() -> blob().open(0, CONTENT.length))
        .isInstanceOf(ContentMismatchException.class)
        .hasMessageContaining("17");
  }

  @Test
  void open_flippedBit_mismatchAtTheEnd() {
    byte[] flipped = CONTENT.clone();
    flipped[12345] ^= 1;
    server.answering(request -> body(200, flipped));
    assertThatThrownBy(() -> readAll(blob())).isInstanceOf(ContentMismatchException.class);
  }

  @Test
  void open_shiftedContentRange_mismatch() {
    server.answering(
        request -> body(206, new byte[100]).setHeader("Content-Range", "bytes 1-100/300000"));
    assertThatThrownBy(() -> blob().open(0, 100)).isInstanceOf(ContentMismatchException.class);
  }

  @Test
  void open_missingContentRange_mismatch() {
    server.answering(request -> body(206, new byte[100]));
    assertThatThrownBy(() -> blob().open(0, 100)).isInstanceOf(ContentMismatchException.class);
  }

  @Test
  void open_partOfABlob_readsOnlyThat() throws IOException {
    server.answering(DownloadTest::range);
    try (InputStream in = blob().open(1000, 50)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 1000, 1050));
    }
  }

  @Test
  void open_partFromAServerWithoutRanges_skipsTheRest() throws IOException {
    server.answering(request -> body(200, CONTENT));
    try (InputStream in = blob().open(1000, 50)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 1000, 1050));
    }
  }

  @Test
  void open_status416_mismatch() {
    server.answering(request -> status(416));
    assertThatThrownBy(() -> blob().open(10, 100)).isInstanceOf(ContentMismatchException.class);
  }

  @Test
  void open_absentBlob_notFound() {
    assertThatThrownBy(() -> blob().open(0, 10))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining(DESCRIPTOR.digest().toString());
  }

  @Test
  void open_storageUrlExpired_asksTheRegistryAgain() throws IOException {
    try (ScriptedServer storage = new ScriptedServer()) {
      server.answering(
          request ->
              status(307)
                  .setHeader(
                      "Location", storage.uri("/signed?token=" + answers.incrementAndGet())));
      storage.answering(
          request ->
              String.valueOf(request.getTarget()).endsWith("token=1")
                  ? status(403)
                  : body(200, CONTENT));
      assertThat(readAll(blob())).isEqualTo(CONTENT);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void close_earlyInALargeBody_connectionIsGivenUpNotDrained() throws IOException {
    server.answering(DownloadTest::range);
    try (InputStream in = blob().open(0, CONTENT.length)) {
      assertThat(in.read()).isEqualTo(CONTENT[0] & 0xff);
    }
    assertThat(readAll(blob())).isEqualTo(CONTENT);
    assertThat(server.requests().get(1).getConnectionIndex())
        .isNotEqualTo(server.requests().get(0).getConnectionIndex());
  }

  @Test
  void read_toTheEnd_connectionIsUsedAgain() throws IOException {
    server.answering(DownloadTest::range);
    readAll(blob());
    readAll(blob());
    assertThat(server.requests().get(1).getExchangeIndex()).isEqualTo(1);
  }
}
