package dev.ocimodel.registry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a mirror is to be passed over for now: for half a minute after a failure, and for twice
 * as long with each that follows, ten minutes at most. What fails while it is passed over was under
 * way before, and tells nothing new.
 */
final class HostHealth {

  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Pause> pause = new AtomicReference<>();

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  HostHealth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  boolean isPassedOver() {
    Pause current = pause.get();
    return current != null && !current.isOver(nanoTime.getAsLong());
  }

  /**
   * @param wanted how long the host asked to be left alone, or null
   */
  void failed(@Nullable Duration wanted) {
    long now = nanoTime.getAsLong();
    pause.updateAndGet(
        current -> {
          if (current != null && !current.isOver(now)) {
            return current;
          }
          int failures = current == null ? 1 : current.failures() + 1;
          Duration length = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
          return new Pause(failures, now, longer(length, wanted));
        });
  }

  /** It gave wrong bytes for right ones. */
  void distrusted() {
    long now = nanoTime.getAsLong();
    pause.updateAndGet(
        current -> new Pause(current == null ? 1 : current.failures() + 1, now, LONGEST));
  }

  /**
   * It did what was asked of it. An answer to something that was asked before it failed is none.
   */
  void succeeded() {
    if (pause.get() != null && !isPassedOver()) {
      pause.set(null);
    }
  }

  private static Duration longer(Duration length, @Nullable Duration wanted) {
    Duration longer = wanted != null && wanted.compareTo(length) > 0 ? wanted : length;
    return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
  }

  /**
   * @param failures in a row
   * @param since when it began
   * @param length how long it lasts
   */
  private record Pause(int failures, long since, Duration length) {

    boolean isOver(long now) {
      return now - since >= length.toNanos();
    }
  }
}
