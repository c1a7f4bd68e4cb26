package dev.ocimodel.registry;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * So much per second, over all threads: bytes in one direction, or requests. What is taken is paid
 * for afterwards: whoever took it waits until it would have come by at the set rate.
 */
final class RateLimit {

  /** What may come at once after a pause, as a part of a second: no pause is made up for. */
  private static final long BURST_NANOS = 100_000_000L;

  private final double nanosEach;
  private final LongSupplier clock;
  private final Sleeper sleeper;
  private final ReentrantLock lock = new ReentrantLock();
  private long paidUntil;

  /** How to wait. */
  interface Sleeper {
    void sleep(long nanos) throws InterruptedException;
  }

  RateLimit(long perSecond, LongSupplier clock, Sleeper sleeper) {
    this.nanosEach = perSecond == 0 ? 0 : 1e9 / perSecond;
    this.clock = clock;
    this.sleeper = sleeper;
    this.paidUntil = clock.getAsLong();
  }

  /**
   * @param perSecond 0 is no limit
   */
  static RateLimit of(long perSecond) {
    return new RateLimit(perSecond, System::nanoTime, RateLimit::sleep);
  }

  boolean isNone() {
    return nanosEach == 0;
  }

  /** Takes so many and waits until they are paid for. */
  void take(long count) throws InterruptedIOException {
    if (nanosEach == 0) {
      return;
    }
    long wait = debtAfter(count);
    if (wait > 0) {
      try {
        sleeper.sleep(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while waiting because of a rate limit");
      }
    }
  }

  private long debtAfter(long count) {
    lock.lock();
    try {
      long now = clock.getAsLong();
      paidUntil = Math.max(paidUntil, now - BURST_NANOS) + (long) (count * nanosEach);
      return paidUntil - now;
    } finally {
      lock.unlock();
    }
  }

  private static void sleep(long nanos) throws InterruptedException {
    Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
  }
}
