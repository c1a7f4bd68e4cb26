package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.transfer.Cancellation;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferListener;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl-C cancel a transfer and lets it finish cancelling, so that what was moved is kept for
 * the next run.
 */
final class Interruptible implements AutoCloseable {

  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final Cancellation cancellation = Cancellation.create();
  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::cancelAndWait, "ocimodel-interrupt");

  Interruptible() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Transfer transfer(int concurrency, TransferListener listener) {
    return Transfer.create()
        .withConcurrency(concurrency)
        .withListener(listener)
        .withCancellation(cancellation);
  }

  private void cancelAndWait() {
    cancellation.cancel();
    try {
      worker.join(PATIENCE_MILLIS); // Ocimodel.main returns, in place of an exit, once cancelled
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook is what brought us here.
    }
  }
}
