package dev.ocimodel.oci.transfer;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a transfer has come at one moment.
 *
 * @param items number of items planned
 * @param completedItems number of those that are in the target
 * @param committingItems number of those whose bytes have all passed and that the target is making
 *     visible
 * @param totalBytes sum of the planned items' known sizes
 * @param doneBytes how many of them are in the target: moved, skipped, mounted or resumed
 * @param bytesPerSecond how fast bytes moved lately; 0 while that is not known or nothing moves.
 *     Bytes that did not have to move, or moved a second time, do not make it faster
 */
public record TransferProgress(
    int items,
    int completedItems,
    int committingItems,
    long totalBytes,
    long doneBytes,
    long bytesPerSecond) {

  /** Returns how long the rest takes at this rate, rounded up to seconds; empty while unknown. */
  public Optional<Duration> timeLeft() {
    long left = Math.max(0, totalBytes - doneBytes);
    if (left == 0) {
      return Optional.of(Duration.ZERO);
    }
    return bytesPerSecond == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds((left - 1) / bytesPerSecond + 1));
  }
}
