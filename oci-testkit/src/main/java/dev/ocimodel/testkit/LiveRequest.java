package dev.ocimodel.testkit;

import java.util.concurrent.atomic.AtomicLong;

/** A request while it is being handled. Counts are raised before the bytes they stand for leave. */
final class LiveRequest {

  private final RegistryRequest request;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private volatile int status;

  LiveRequest(RegistryRequest request) {
    this.request = request;
  }

  RegistryRequest request() {
    return request;
  }

  void answered(int newStatus) {
    status = newStatus;
  }

  void received(long bytes) {
    received.addAndGet(bytes);
  }

  void sending(long bytes) {
    sent.addAndGet(bytes);
  }

  RecordedRequest snapshot() {
    return new RecordedRequest(request, status, received.get(), sent.get());
  }
}
