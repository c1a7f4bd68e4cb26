package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.transfer.ProgressMeter;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferProgress;
import dev.ocimodel.samples.demo.Demo;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Shows how far a transfer has come, in some way, until it is closed. */
abstract class Progress implements Demo.Display {

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final AtomicBoolean begun = new AtomicBoolean();
  private final ProgressMeter meter = ProgressMeter.telling(INTERVAL, this::hear);

  static Progress choose(boolean quiet, PrintWriter err) {
    if (quiet) {
      return new SilentProgress();
    }
    return Terminal.isThere() ? new BarProgress(System.err) : new LineProgress(err);
  }

  @Override
  public final TransferListener listener() {
    return meter;
  }

  /** The first news is that the work is known. */
  private void hear(TransferProgress progress) {
    if (begun.compareAndSet(false, true)) {
      begin(progress);
    } else {
      show(progress);
    }
  }

  /** How far it has come by now. */
  final TransferProgress now() {
    return meter.progress();
  }

  static String items(int count) {
    return count + (count == 1 ? " item" : " items");
  }

  /** The work is known. */
  abstract void begin(TransferProgress progress);

  /** Some of it is done. */
  abstract void show(TransferProgress progress);
}
