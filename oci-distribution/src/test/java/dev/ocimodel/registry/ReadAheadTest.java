package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.testkit.TestContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What streams over several connections leave behind for the next ones. */
@Timeout(60)
class ReadAheadTest {

  private static final int RANGE_SIZE = 64 * 1024;
  private static final byte[] CONTENT = TestContent.bytes(5, 40 * RANGE_SIZE + 17);
  private static final Descriptor DESCRIPTOR = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);

  private final ScriptedServer server = new ScriptedServer().answering(ReadAheadTest::slow);
  private final RegistryClient client =
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

  private static MockResponse.Builder slow(RecordedRequest request) {
    return ScriptedServer.range(request, CONTENT).throttleBody(8 * 1024, 10, TimeUnit.MILLISECONDS);
  }

  private Blob blob() {
    return client.repository(server.host() + "/models/m").blob(DESCRIPTOR);
  }

  @Test
  void tryStart_cancelledBeforeItRuns_isNotCountedForEver() {
    try (RangeLanes lanes = new RangeLanes(4, 1024, 8 * 1024)) {
      ReadAhead stream =
          new ReadAhead(
              lanes,
              (offset, length) -> {
                throw new IOException("not asked");
              },
              100);
      for (int i = 0; i < 1000; i++) {
        Future<?> lane = lanes.tryStart(stream, () -> {});
        if (lane != null) {
          lane.cancel(true);
        }
      }
      while (lanes.tryStart(stream, () -> {}) == null) {
        Thread.onSpinWait(); // the time limit ends it where they are counted for ever
      }
    }
  }

  @Test
  void read_toTheEndAndNotClosed_holdsNothing() throws IOException {
    for (int i = 0; i < 8; i++) {
      InputStream left = blob().open(0, 5 * RANGE_SIZE);
      assertThat(left.readAllBytes()).hasSize(5 * RANGE_SIZE);
    }
    int before = server.requests().size();
    try (InputStream in = blob().open()) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
    assertThat(server.requests().size() - before).as("over several connections").isGreaterThan(1);
  }

  @Test
  void read_closed_refusedAndNothingIsAsked() throws IOException {
    for (long length : new long[] {2 * RANGE_SIZE, CONTENT.length}) {
      InputStream in = blob().open(0, length);
      assertThat(in.read()).isEqualTo(CONTENT[0] & 0xff);
      in.close();
      int before = server.requests().size();
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
      assertThat(server.requests()).hasSize(before);
    }
  }

  /** What the reader has claimed and could not open is still its own to open. */
  @Test
  void read_againAfterAFailure_noHole() throws IOException {
    Thread reader = Thread.currentThread();
    for (int failing = 2; failing < 5; failing++) {
      int fails = failing;
      int[] opens = {0};
      try (RangeLanes lanes = new RangeLanes(4, RANGE_SIZE, 8 * RANGE_SIZE);
          SegmentedStream in =
              new SegmentedStream(
                  lanes,
                  (offset, length) -> {
                    if (Thread.currentThread() == reader && ++opens[0] == fails) {
                      throw new IOException("once");
                    }
                    return over(offset, length);
                  },
                  0,
                  CONTENT.length)) {
        assertThat(readOn(in)).isEqualTo(CONTENT);
      }
    }
  }

  /** Reads it all, going on after a failure. */
  private static byte[] readOn(InputStream in) throws IOException {
    byte[] read = new byte[CONTENT.length];
    int position = 0;
    int failures = 0;
    while (position < read.length) {
      try {
        position += Math.max(0, in.read(read, position, read.length - position));
      } catch (IOException e) {
        assertThat(++failures).isEqualTo(1);
      }
    }
    return read;
  }

  private ResumingStream over(long offset, long length) throws IOException {
    RepositoryEndpoint endpoint = client.repository(server.host() + "/models/m").endpoint();
    return new ResumingStream(
        endpoint.http().retries(),
        (from, count) -> new BlobRange(DESCRIPTOR, from, count, true).get(endpoint),
        offset,
        length,
        CONTENT.length,
        BlobEvents.NONE);
  }
}
