package dev.ocimodel.oci.transfer;

import java.util.List;
import java.util.function.Consumer;

/**
 * Tells listeners, in their order, and keeps what one of them throws from the transfer and from the
 * others.
 */
record SafeListener(List<TransferListener> listeners) implements TransferListener {

  static SafeListener of(TransferListener listener) {
    return listener instanceof SafeListener safe ? safe : new SafeListener(List.of(listener));
  }

  @Override
  public void onPlanned(int items, long bytes) {
    tell(listener -> listener.onPlanned(items, bytes));
  }

  @Override
  public void onStarted(TransferItem item) {
    tell(listener -> listener.onStarted(item));
  }

  @Override
  public void onProgress(TransferItem item, long position) {
    tell(listener -> listener.onProgress(item, position));
  }

  @Override
  public void onResumed(TransferItem item, long bytes) {
    tell(listener -> listener.onResumed(item, bytes));
  }

  @Override
  public void onRetried(TransferItem item, long bytes) {
    tell(listener -> listener.onRetried(item, bytes));
  }

  @Override
  public void onCommitting(TransferItem item) {
    tell(listener -> listener.onCommitting(item));
  }

  @Override
  public void onCompleted(TransferItem item, TransferOutcome outcome) {
    tell(listener -> listener.onCompleted(item, outcome));
  }

  @Override
  public void onFailed(TransferItem item, Throwable failure) {
    tell(listener -> listener.onFailed(item, failure));
  }

  private void tell(Consumer<TransferListener> event) {
    for (TransferListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) {
        // Promised in TransferListener: watching a transfer cannot break it.
        System.getLogger(SafeListener.class.getName())
            .log(System.Logger.Level.DEBUG, "A TransferListener threw", e);
      }
    }
  }
}
