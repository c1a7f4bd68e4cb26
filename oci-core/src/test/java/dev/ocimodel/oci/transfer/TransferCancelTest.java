package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransferCancelTest {

  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore();

  @BeforeEach
  void fill() {
    source.tagged(source.addArtifact("a", "b", "c"));
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void copy_cancelledFromAnotherThread_stopsBlockedItems() {
    Cancellation cancellation = Cancellation.create();
    CountDownLatch started = new CountDownLatch(2);
    target.onPush = descriptor -> blockUntilInterrupted(started);
    Thread canceller = new Thread(() -> awaitThen(started, cancellation::cancel));
    canceller.start();

    assertThatThrownBy(
            () ->
                Transfer.create()
                    .withConcurrency(2)
                    .withCancellation(cancellation)
                    .copy(source, "v1", target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(target.tags).isEmpty();
    assertThat(cancellation.isCancelled()).isTrue();
  }

  @Test
  void copy_cancelledBefore_doesNothing() {
    Cancellation cancellation = Cancellation.create();
    cancellation.cancel();

    assertThatThrownBy(
            () -> Transfer.create().withCancellation(cancellation).copy(source, "v1", target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(target.pushed).isEmpty();
    assertThat(target.tags).isEmpty();
  }

  @Test
  void copy_callerInterrupted_stopsBlockedItemsAndSetsTheFlagAgain() {
    CountDownLatch started = new CountDownLatch(2);
    target.onPush = descriptor -> blockUntilInterrupted(started);
    Thread caller = Thread.currentThread();
    new Thread(() -> awaitThen(started, caller::interrupt)).start();

    assertThatThrownBy(() -> Transfer.create().withConcurrency(2).copy(source, "v1", target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(target.tags).isEmpty();
  }

  @Test
  void copy_callerInterruptedBefore_isCancelledAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    target.onPush = descriptor -> blockUntilInterrupted(new CountDownLatch(0));

    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void copy_executorRunsInTheCaller_interruptCancelsAndTheFlagStays() {
    target.onPush = descriptor -> Thread.currentThread().interrupt();

    assertThatThrownBy(
            () -> Transfer.create().withExecutor(Runnable::run).copy(source, "v1", target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(target.tags).isEmpty();
  }

  @Test
  void observe_cancelledWhileReading_stops() throws IOException {
    Cancellation cancellation = Cancellation.create();
    var descriptor = source.add("abc");
    var blob =
        Transfer.create()
            .withCancellation(cancellation)
            .observe(TransferItem.of(descriptor), source.blob(descriptor));

    try (var in = blob.open(0, 3)) {
      assertThat(in.read()).isEqualTo('a');
      cancellation.cancel();
      assertThatThrownBy(in::read).isInstanceOf(TransferCancelledException.class);
    }
  }

  @Test
  void runAll_failureOfACancelledItem_isTheCauseNotTheMessage() {
    Cancellation cancellation = Cancellation.create();
    AtomicReference<Throwable> thrown = new AtomicReference<>(new IllegalStateException("x"));

    assertThatThrownBy(
            () ->
                Transfer.create()
                    .withCancellation(cancellation)
                    .runAll(
                        List.of(
                            () -> {
                              cancellation.cancel();
                              throw (IllegalStateException) thrown.get();
                            })))
        .isInstanceOf(TransferCancelledException.class)
        .hasCause(thrown.get());
  }

  private static void blockUntilInterrupted(CountDownLatch started) throws IOException {
    started.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void awaitThen(CountDownLatch latch, Runnable action) {
    try {
      latch.await();
      action.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
