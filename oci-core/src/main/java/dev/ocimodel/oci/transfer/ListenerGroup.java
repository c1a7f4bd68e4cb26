package dev.ocimodel.oci.transfer;

import java.util.List;

/** Passes every event on to several listeners, in their order. */
record ListenerGroup(List<SafeListener> listeners) implements TransferListener {

  @Override
  public void onPlanned(int items, long bytes) {
    listeners.forEach(listener -> listener.onPlanned(items, bytes));
  }

  @Override
  public void onStarted(TransferItem item) {
    listeners.forEach(listener -> listener.onStarted(item));
  }

  @Override
  public void onProgress(TransferItem item, long position) {
    listeners.forEach(listener -> listener.onProgress(item, position));
  }

  @Override
  public void onResumed(TransferItem item, long bytes) {
    listeners.forEach(listener -> listener.onResumed(item, bytes));
  }

  @Override
  public void onRetried(TransferItem item, long bytes) {
    listeners.forEach(listener -> listener.onRetried(item, bytes));
  }

  @Override
  public void onCommitting(TransferItem item) {
    listeners.forEach(listener -> listener.onCommitting(item));
  }

  @Override
  public void onCompleted(TransferItem item, TransferOutcome outcome) {
    listeners.forEach(listener -> listener.onCompleted(item, outcome));
  }

  @Override
  public void onFailed(TransferItem item, Throwable failure) {
    listeners.forEach(listener -> listener.onFailed(item, failure));
  }
}
