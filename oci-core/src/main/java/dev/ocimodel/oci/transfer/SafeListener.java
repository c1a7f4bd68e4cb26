package dev.ocimodel.oci.transfer;

/** Keeps what a listener throws away from the transfer. */
record SafeListener(TransferListener listener) implements TransferListener {

  @Override
  public void onPlanned(int items, long bytes) {
    quietly(() -> listener.onPlanned(items, bytes));
  }

  @Override
  public void onStarted(TransferItem item) {
    quietly(() -> listener.onStarted(item));
  }

  @Override
  public void onProgress(TransferItem item, long position) {
    quietly(() -> listener.onProgress(item, position));
  }

  @Override
  public void onResumed(TransferItem item, long bytes) {
    quietly(() -> listener.onResumed(item, bytes));
  }

  @Override
  public void onRetried(TransferItem item, long bytes) {
    quietly(() -> listener.onRetried(item, bytes));
  }

  @Override
  public void onCommitting(TransferItem item) {
    quietly(() -> listener.onCommitting(item));
  }

  @Override
  public void onCompleted(TransferItem item, TransferOutcome outcome) {
    quietly(() -> listener.onCompleted(item, outcome));
  }

  @Override
  public void onFailed(TransferItem item, Throwable failure) {
    quietly(() -> listener.onFailed(item, failure));
  }

  private static void quietly(Runnable event) {
    try {
      event.run();
    } catch (Throwable e) {
      // Promised in TransferListener: watching a transfer cannot break it.
      System.getLogger(SafeListener.class.getName())
          .log(System.Logger.Level.DEBUG, "A TransferListener threw", e);
    }
  }
}
