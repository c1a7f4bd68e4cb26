package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.BlobEvents;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts what becomes of one item, and tells the listener. Several threads may read ranges of one
 * item; the listener is called without the lock.
 */
final class ItemTally implements BlobEvents {

  private final TransferItem item;
  private final TransferListener listener;
  private final Cancellation cancellation;

  private final ReentrantLock lock = new ReentrantLock();
  private final Coverage passed = new Coverage();
  private boolean opened;
  private boolean resumed;
  private boolean mounted;
  private boolean committing;
  private long retried;

  ItemTally(TransferItem item, TransferListener listener, Cancellation cancellation) {
    this.item = item;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  TransferItem item() {
    return item;
  }

  void checkCancelled() {
    Stops.check(cancellation, item);
  }

  /** A target begins to read; one that begins later than at the start has the bytes before. */
  void opened(long offset) {
    boolean first;
    lock.lock();
    try {
      first = !opened && !resumed && offset > 0;
      opened = true;
    } finally {
      lock.unlock();
    }
    if (first) {
      onResumed(offset);
    }
  }

  void moved(long from, long to) {
    long again;
    lock.lock();
    try {
      again = to - from - passed.add(from, to);
      retried += again;
      committing = false;
    } finally {
      lock.unlock();
    }
    listener.onProgress(item, to);
    if (again > 0) {
      listener.onRetried(item, again);
    }
    if (item.size().isPresent() && item.size().getAsLong() == to) {
      onCommitting();
    }
  }

  @Override
  public void onResumed(long bytes) {
    lock.lock();
    try {
      if (bytes == 0 && !resumed) {
        return;
      }
      resumed = bytes > 0;
    } finally {
      lock.unlock();
    }
    listener.onResumed(item, bytes);
  }

  @Override
  public void onRetried(long bytes) {
    lock.lock();
    try {
      retried = TransferBytes.sum(retried, bytes);
    } finally {
      lock.unlock();
    }
    listener.onRetried(item, bytes);
  }

  @Override
  public void onMounted() {
    lock.lock();
    try {
      mounted = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onCommitting() {
    lock.lock();
    try {
      if (committing) {
        return;
      }
      committing = true;
    } finally {
      lock.unlock();
    }
    listener.onCommitting(item);
  }

  /** How a push ended: a target that read nothing had the content, or took it from elsewhere. */
  TransferOutcome outcome() {
    lock.lock();
    try {
      if (mounted) {
        return TransferOutcome.MOUNTED;
      }
      return opened || resumed ? TransferOutcome.COPIED : TransferOutcome.SKIPPED;
    } finally {
      lock.unlock();
    }
  }

  /** The item's bytes by cause, once it is in the target. */
  TransferBytes bytes(TransferOutcome outcome) {
    lock.lock();
    try {
      long size = item.size().orElse(passed.size());
      return switch (outcome) {
        case SKIPPED -> TransferBytes.skipped(size);
        case MOUNTED -> TransferBytes.mounted(size);
        case COPIED ->
            new TransferBytes(
                Math.min(passed.size(), size), 0, 0, Math.max(0, size - passed.size()), retried);
      };
    } finally {
      lock.unlock();
    }
  }
}
