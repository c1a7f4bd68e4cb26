package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large blobs over connections that are slow each, but not together. */
class SegmentedDownloadTest {

  private static final int RANGE_SIZE = 64 * 1024;
  private static final byte[] CONTENT = new byte[40 * RANGE_SIZE + 17];

  static {
    new Random(5).nextBytes(CONTENT);
  }

  private static final Descriptor DESCRIPTOR = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);

  private final ScriptedServer server = new ScriptedServer();
  private final AtomicInteger answers = new AtomicInteger();
  private RegistryClient client =
      ScriptedServer.impatient()
          .maxConnections(6)
          .rangeSize(RANGE_SIZE)
          .readAheadWindow(8 * RANGE_SIZE)
          .build();

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
  private static MockResponse.Builder fast(RecordedRequest request) {
    return ScriptedServer.range(request, CONTENT);
  }

  /** The same at less than 1 MB/s, so that no pause of the reader makes it look fast. */
  private static MockResponse.Builder slow(RecordedRequest request) {
    return fast(request).throttleBody(8 * 1024, 10, TimeUnit.MILLISECONDS);
  }

  @Test
  void open_slowConnection_readsRangesOverSeveral() throws IOException {
    server.answering(SegmentedDownloadTest::slow);
    assertThat(readAll(blob())).isEqualTo(CONTENT);
    Set<Integer> connections = ConcurrentHashMap.newKeySet();
    server.requests().forEach(request -> connections.add(request.getConnectionIndex()));
    assertThat(connections).hasSizeGreaterThan(1);
    assertThat(server.requests()).hasSizeGreaterThan(30);
  }

  @Test
  void open_slowConnection_noByteIsAskedForTwice() throws IOException {
    server.answering(SegmentedDownloadTest::slow);
    readAll(blob());
    List<String> ranges =
        server.requests().stream().skip(1).map(r -> r.getHeaders().get("Range")).toList();
    assertThat(ranges).doesNotHaveDuplicates();
  }

  @Test
  void open_fastConnection_isLeftAlone() throws IOException {
    server.answering(SegmentedDownloadTest::fast);
    try (RegistryClient patient = RegistryClient.builder().rangeSize(8 * RANGE_SIZE).build()) {
      Blob blob = patient.repository(server.host() + "/models/m").blob(DESCRIPTOR);
      assertThat(readAll(blob)).isEqualTo(CONTENT);
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void open_serverIgnoresRanges_staysOnOneConnection() throws IOException {
    server.answering(
        request -> body(200, CONTENT).throttleBody(32 * 1024, 2, TimeUnit.MILLISECONDS));
    assertThat(readAll(blob())).isEqualTo(CONTENT);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void open_noWindow_staysOnOneConnection() throws IOException {
    client.close();
    client = ScriptedServer.impatient().rangeSize(RANGE_SIZE).readAheadWindow(0).build();
    server.answering(SegmentedDownloadTest::slow);
    assertThat(readAll(blob())).isEqualTo(CONTENT);
    assertThat(server.requests()).hasSize(1);
  }

  /**
   * With a small window the reader often finds nothing read ahead, and claims the next range itself
   * while a lane is about to.
   */
  @Test
  void read_readerAndLanesWantTheNextRange_oneOfThemGetsIt() throws IOException {
    client.close();
    client =
        ScriptedServer.impatient()
            .maxConnections(4)
            .rangeSize(RANGE_SIZE)
            .readAheadWindow(3 * RANGE_SIZE)
            .build();
    server.answering(
        request ->
            answers.incrementAndGet() == 1
                ? fast(request).throttleBody(RANGE_SIZE / 4, 2, TimeUnit.MILLISECONDS)
                : fast(request));
    for (int i = 0; i < 150; i++) {
      answers.set(0);
      assertThat(readAll(blob())).as("blob %d", i).isEqualTo(CONTENT);
    }
  }

  @Test
  void read_answersLongInComing_moreIsAskedForAtOnce() throws IOException {
    server.answering(
        request ->
            answers.incrementAndGet() == 1
                ? slow(request)
                : fast(request).headersDelay(40, TimeUnit.MILLISECONDS));
    assertThat(readAll(blob())).isEqualTo(CONTENT);
    assertThat(server.requests().stream().skip(1).mapToInt(SegmentedDownloadTest::length))
        .anyMatch(length -> length >= 4 * RANGE_SIZE);
  }

  private static int length(RecordedRequest request) {
    String[] ends = String.valueOf(request.getHeaders().get("Range")).substring(6).split("-", -1);
    return Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
  }

  /** Lanes whose memory is full of what a paused reader has not taken hold no connection. */
  @Test
  @Timeout(60)
  void read_readerPauses_othersGetTheConnections() throws IOException {
    client.close();
    client =
        RegistryClient.builder()
            .maxConnections(4)
            .rangeSize(RANGE_SIZE)
            .readAheadWindow(2 * RANGE_SIZE)
            .stallTimeout(Duration.ofMinutes(10))
            .build();
    server.answering(SegmentedDownloadTest::slow);
    try (InputStream paused = blob().open(0, CONTENT.length)) {
      byte[] first = paused.readNBytes(4 * RANGE_SIZE);
      List<InputStream> others = new ArrayList<>();
      for (int i = 0; i < 3; i++) { // with the paused reader's own, all of them
        others.add(blob().open(0, RANGE_SIZE));
      }
      for (InputStream other : others) {
        assertThat(other.readAllBytes()).isEqualTo(Arrays.copyOf(CONTENT, RANGE_SIZE));
      }
      byte[] rest = paused.readAllBytes();
      assertThat(first.length + rest.length).isEqualTo(CONTENT.length);
      assertThat(rest).isEqualTo(Arrays.copyOfRange(CONTENT, first.length, CONTENT.length));
    }
  }

  @Test
  void open_everyThirdAnswerCut_stillWhole() throws IOException {
    server.answering(
        request ->
            answers.incrementAndGet() % 3 == 0
                ? slow(request).onResponseBody(new SocketEffect.CloseSocket())
                : slow(request));
    assertThat(readAll(blob())).isEqualTo(CONTENT);
  }

  @Test
  void open_aRangeCannotBeHad_itsFailureReachesTheReader() {
    server.answering(
        request ->
            answers.incrementAndGet() > 5
                ? slow(request).onResponseStart(new SocketEffect.CloseSocket())
                : slow(request));
    assertThatThrownBy(() -> readAll(blob())).isInstanceOf(IOException.class);
  }

  @Test
  void close_midway_theClientGoesOnWithItsConnections() throws IOException {
    server.answering(SegmentedDownloadTest::slow);
    for (int i = 0; i < 10; i++) {
      try (InputStream in = blob().open(0, CONTENT.length)) {
        assertThat(in.readNBytes(3 * RANGE_SIZE)).isEqualTo(Arrays.copyOf(CONTENT, 3 * RANGE_SIZE));
      }
    }
    assertThat(readAll(blob())).isEqualTo(CONTENT);
  }

  @Test
  void read_readerInterrupted_saysSoAndKeepsTheFlag() throws IOException {
    server.answering(
        request ->
            answers.incrementAndGet() > 3
                ? fast(request).onResponseBody(SocketEffect.Stall.INSTANCE)
                : slow(request));
    Thread reader = Thread.currentThread();
    try (InputStream in = blob().open(0, CONTENT.length)) {
      in.readNBytes(RANGE_SIZE);
      reader.interrupt();
      assertThatThrownBy(in::readAllBytes).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void open_moreBlobsThanConnections_allWhole() throws Exception {
    server.answering(SegmentedDownloadTest::slow);
    ExecutorService pool = Executors.newFixedThreadPool(12);
    List<Callable<byte[]>> reads = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      reads.add(() -> readAll(blob()));
    }
    for (Future<byte[]> read : pool.invokeAll(reads)) {
      assertThat(read.get()).isEqualTo(CONTENT);
    }
    pool.shutdown();
  }
}
