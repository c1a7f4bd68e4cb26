package dev.ocimodel.oci.transfer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A listener that turns the events of transfers into {@link TransferProgress}: to be asked for at
 * any time, or told at intervals. Safe for many threads. Use a new one for each transfer; one that
 * hears several counts them together.
 */
public final class ProgressMeter implements TransferListener {

  private final long intervalNanos;
  private final Consumer<TransferProgress> sink;
  private final LongSupplier nanoTime;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TransferItem, Track> running = new HashMap<>();
  private final RateWindow rate = new RateWindow();
  private int items;
  private int completed;
  private long total;
  private long finished;
  private boolean told;
  private long toldAt;

  ProgressMeter(Duration interval, Consumer<TransferProgress> sink, LongSupplier nanoTime) {
    this.intervalNanos = interval.toNanos();
    this.sink = sink;
    this.nanoTime = nanoTime;
  }

  /** Returns a meter that answers {@link #progress()} and tells nobody by itself. */
  public static ProgressMeter create() {
    return telling(Duration.ofDays(1), progress -> {});
  }

  /**
   * Returns a meter that tells somebody at most once per interval while bytes move, and whenever
   * the work is planned, or an item is committing or ends.
   *
   * @param sink called by the transferring threads, several at once: must not block
   */
  public static ProgressMeter telling(Duration interval, Consumer<TransferProgress> sink) {
    return new ProgressMeter(interval, sink, System::nanoTime);
  }

  /** Returns how far it has come. */
  public TransferProgress progress() {
    lock.lock();
    try {
      return at(nanoTime.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  private TransferProgress at(long now) {
    long done = finished;
    int committing = 0;
    for (Track track : running.values()) {
      done = TransferBytes.sum(done, track.position);
      committing += track.committing ? 1 : 0;
    }
    return new TransferProgress(items, completed, committing, total, done, rate.perSecond(now));
  }

  @Override
  public void onPlanned(int plannedItems, long bytes) {
    tell(
        true,
        now -> {
          items += plannedItems;
          total = TransferBytes.sum(total, bytes);
          rate.passed(now, 0);
        });
  }

  @Override
  public void onProgress(TransferItem item, long position) {
    tell(
        false,
        now -> {
          Track track = track(item);
          rate.passed(now, Math.max(0, position - track.furthest));
          track.furthest = Math.max(track.furthest, position);
          track.position = position;
          track.committing = false;
        });
  }

  @Override
  public void onResumed(TransferItem item, long bytes) {
    tell(
        false,
        now -> {
          Track track = track(item);
          track.position = bytes;
          track.furthest = bytes;
        });
  }

  @Override
  public void onCommitting(TransferItem item) {
    tell(true, now -> track(item).committing = true);
  }

  @Override
  public void onCompleted(TransferItem item, TransferOutcome outcome) {
    tell(
        true,
        now -> {
          Track track = running.remove(item);
          long passed = track == null ? 0 : track.position;
          finished = TransferBytes.sum(finished, item.size().orElse(passed));
          completed++;
        });
  }

  @Override
  public void onFailed(TransferItem item, Throwable failure) {
    tell(true, now -> running.remove(item));
  }

  private Track track(TransferItem item) {
    return running.computeIfAbsent(item, key -> new Track());
  }

  private void tell(boolean always, Change change) {
    TransferProgress news;
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      change.apply(now);
      if (!always && told && now - toldAt < intervalNanos) {
        return;
      }
      told = true;
      toldAt = now;
      news = at(now);
    } finally {
      lock.unlock();
    }
    sink.accept(news);
  }

  private interface Change {
    void apply(long now);
  }

  /** Where one item is. */
  private static final class Track {
    private long position;
    private long furthest;
    private boolean committing;
  }
}
