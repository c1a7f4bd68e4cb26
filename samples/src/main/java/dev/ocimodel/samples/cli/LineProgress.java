package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.transfer.TransferProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A line at the start, one every few seconds, one at the end: for logs. */
final class LineProgress extends Progress {

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final PrintWriter err;
  private final long started = System.nanoTime();
  private final AtomicLong nextLine = new AtomicLong(started + INTERVAL_NANOS);

  LineProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  void begin(TransferProgress progress) {
    print(items(progress.items()) + ", " + Sizes.show(progress.totalBytes()));
  }

  @Override
  void show(TransferProgress progress) {
    long now = System.nanoTime();
    long due = nextLine.get();
    if (now >= due && nextLine.compareAndSet(due, now + INTERVAL_NANOS)) {
      print(line(progress));
    }
  }

  /** What is done, how fast, and what is left: as in {@code 2 GB of 4 GB, 1 GB/s, 2 s left}. */
  static String line(TransferProgress progress) {
    String left = progress.timeLeft().map(time -> ", " + time.toSeconds() + " s left").orElse("");
    String committing =
        progress.committingItems() == 0 ? "" : ", committing " + items(progress.committingItems());
    return Sizes.show(progress.doneBytes())
        + " of "
        + Sizes.show(progress.totalBytes())
        + ", "
        + Sizes.show(progress.bytesPerSecond())
        + "/s"
        + left
        + committing;
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {
    long done = now().doneBytes();
    if (done > 0) {
      double seconds = (System.nanoTime() - started) / 1e9;
      String rate = Sizes.show((long) (done / Math.max(seconds, 0.001)));
      print(String.format(Locale.ROOT, "%s in %.1f s, %s/s", Sizes.show(done), seconds, rate));
    }
  }
}
