package dev.ocimodel.oci.transfer;

import java.time.Duration;
import java.util.ArrayDeque;

/** Bytes per second over the last ten seconds. Guarded by its owner; times are in nanoseconds. */
final class RateWindow {

  private static final long WINDOW = Duration.ofSeconds(10).toNanos();
  private static final long SAMPLE_EVERY = Duration.ofMillis(250).toNanos();

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private long moved;

  /** What had moved before a moment. */
  private record Sample(long time, long moved) {}

  void passed(long now, long bytes) {
    if (samples.isEmpty() || now - samples.getLast().time() >= SAMPLE_EVERY) {
      samples.addLast(new Sample(now, moved));
    }
    moved = TransferBytes.sum(moved, bytes);
  }

  long perSecond(long now) {
    while (samples.size() > 1 && now - samples.getFirst().time() > WINDOW) {
      samples.removeFirst();
    }
    Sample first = samples.peekFirst();
    if (first == null || now <= first.time()) {
      return 0;
    }
    double seconds = (now - first.time()) / 1e9;
    return (long) ((moved - first.moved()) / seconds);
  }
}
