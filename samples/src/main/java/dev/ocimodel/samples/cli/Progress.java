package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferOutcome;
import dev.ocimodel.samples.demo.Demo;
import java.io.PrintWriter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds the positions of all items up to one number, and shows it in some way until it is closed.
 */
abstract class Progress implements Demo.ClosingListener {

  private final ConcurrentMap<TransferItem, Long> positions = new ConcurrentHashMap<>();
  private final AtomicLong passed = new AtomicLong();

  static Progress choose(boolean quiet, PrintWriter err) {
    if (quiet) {
      return new SilentProgress();
    }
    return Terminal.isThere() ? new BarProgress(System.err) : new LineProgress(err);
  }

  @Override
  public final void onPlanned(int items, long bytes) {
    begin(items, bytes);
  }

  @Override
  public final void onProgress(TransferItem item, long position) {
    Long before = positions.put(item, position);
    show(passed.addAndGet(position - (before == null ? 0 : before)));
  }

  @Override
  public final void onCompleted(TransferItem item, TransferOutcome outcome) {
    onProgress(item, item.size().orElse(0));
  }

  /** The work is known. */
  abstract void begin(int items, long bytes);

  /** So many bytes of it are done. */
  abstract void show(long bytes);

  @Override
  public abstract void close();
}
