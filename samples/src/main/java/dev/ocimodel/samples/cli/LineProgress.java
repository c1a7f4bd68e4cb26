package dev.ocimodel.samples.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A line at the start, one every few seconds, one at the end: for logs. */
final class LineProgress extends Progress {

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final PrintWriter err;
  private final long started = System.nanoTime();
  private final AtomicLong nextLine = new AtomicLong(started + INTERVAL_NANOS);
  private final AtomicLong done = new AtomicLong();
  private volatile long total;

  LineProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  void begin(int items, long bytes) {
    total = bytes;
    print(items + (items == 1 ? " item, " : " items, ") + Sizes.show(bytes));
  }

  @Override
  void show(long bytes) {
    done.set(bytes);
    long now = System.nanoTime();
    long due = nextLine.get();
    if (now >= due && nextLine.compareAndSet(due, now + INTERVAL_NANOS)) {
      print(Sizes.show(bytes) + " of " + Sizes.show(total) + ", " + rate(now));
    }
  }

  private String rate(long now) {
    double seconds = (now - started) / 1e9;
    return Sizes.show((long) (done.get() / Math.max(seconds, 0.001))) + "/s";
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {
    long now = System.nanoTime();
    if (done.get() > 0) {
      print(
          String.format(
              java.util.Locale.ROOT,
              "%s in %.1f s, %s",
              Sizes.show(done.get()),
              (now - started) / 1e9,
              rate(now)));
    }
  }
}
