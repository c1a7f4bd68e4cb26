package dev.ocimodel.model;

import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import dev.ocimodel.oci.transfer.TransferException;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferOutcome;
import java.io.IOException;

/** The end of a step: told to the listener, and a failure blamed on the side that failed. */
final class Attempts {

  private Attempts() {}

  /** What a step gave and how it came to it. */
  record Result<T>(T value, TransferOutcome outcome) {}

  /** Something to do with I/O. */
  interface Step<T> {
    T run() throws IOException;
  }

  /** Something to do whose I/O failures are typed. */
  interface TypedStep<T> {
    T run();
  }

  /** Runs a step whose I/O failures are the source's. */
  static <T> T source(TransferItem item, Step<T> step) {
    return on(TransferException.Side.SOURCE, item, step);
  }

  /** Runs a step whose I/O failures are the target's. */
  static <T> T target(TransferItem item, Step<T> step) {
    return on(TransferException.Side.TARGET, item, step);
  }

  private static <T> T on(TransferException.Side side, TransferItem item, Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new TransferCancelledException(item.name() + " was cancelled", e);
      }
      throw new TransferException(side, item, e);
    }
  }

  /** Runs a step on the disk; where the calling thread was interrupted, that is why it failed. */
  static <T> T local(TypedStep<T> step) {
    try {
      return step.run();
    } catch (StorageException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new TransferCancelledException("It was cancelled: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Runs a step and tells the listener how it ended. */
  static <T> T reported(TransferListener listener, TransferItem item, TypedStep<Result<T>> step) {
    Result<T> result;
    try {
      result = step.run();
    } catch (RuntimeException e) {
      listener.onFailed(item, e);
      throw e;
    }
    listener.onCompleted(item, result.outcome());
    return result.value();
  }
}
