package dev.ocimodel.registry;

import java.util.concurrent.TimeUnit;

/**
 * How many segments in a row one request asks for: more where waiting for an answer is a large part
 * of a request, as with long round trips, and fewer where it is not, because short requests bring
 * the bytes more nearly in their order.
 */
final class Stride {

  /** As much as one request asks for at most, unless a single segment is larger. */
  private static final int MAX_REQUEST = 8 * 1024 * 1024;

  /** A shorter wait is no round trip: a busy machine is enough for it. */
  private static final long LONG_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

  private final int max;
  private volatile int segments = 1;

  Stride(int segmentSize) {
    this.max = Math.max(1, MAX_REQUEST / segmentSize);
  }

  int segments() {
    return segments;
  }

  /**
   * Learns from a request.
   *
   * @param asked how many segments it asked for
   * @param waitedNanos how long its answer took to begin
   * @param movedNanos how long its bytes took after that
   */
  void measured(int asked, long waitedNanos, long movedNanos) {
    if (waitedNanos > Math.max(LONG_WAIT_NANOS, movedNanos / 4)) {
      segments = Math.min(max, asked * 2);
    } else if (waitedNanos < movedNanos / 32) {
      segments = Math.max(1, asked / 2);
    }
  }
}
