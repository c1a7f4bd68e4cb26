package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.OciException;
import java.io.IOException;

/** Where a transfer stops: cancelled, interrupted, or failed on one side. */
final class Stops {

  private Stops() {}

  /** Throws if the work should stop; leaves the interrupt flag as it is. */
  static void check(Cancellation cancellation, TransferItem item) {
    if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
      throw new TransferCancelledException(item.name() + " was cancelled", null);
    }
  }

  /** An I/O failure seen by an interrupted thread is the interrupt's doing. */
  static OciException failed(TransferException.Side side, TransferItem item, IOException cause) {
    if (Thread.currentThread().isInterrupted()) {
      return new TransferCancelledException(item.name() + " was cancelled", cause);
    }
    return new TransferException(side, item, cause);
  }
}
