package dev.ocimodel.oci.transfer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down every event as a line of text. */
final class RecordingListener implements TransferListener {

  final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void onPlanned(int items, long bytes) {
    events.add("planned " + items + " " + bytes);
  }

  @Override
  public void onStarted(TransferItem item) {
    events.add("started " + item.name());
  }

  @Override
  public void onProgress(TransferItem item, long position) {
    events.add("progress " + item.name() + " " + position);
  }

  @Override
  public void onResumed(TransferItem item, long bytes) {
    events.add("resumed " + item.name() + " " + bytes);
  }

  @Override
  public void onRetried(TransferItem item, long bytes) {
    events.add("retried " + item.name() + " " + bytes);
  }

  @Override
  public void onCommitting(TransferItem item) {
    events.add("committing " + item.name());
  }

  @Override
  public void onCompleted(TransferItem item, TransferOutcome outcome) {
    events.add(outcome + " " + item.name());
  }

  @Override
  public void onFailed(TransferItem item, Throwable failure) {
    events.add("failed " + item.name());
  }
}
