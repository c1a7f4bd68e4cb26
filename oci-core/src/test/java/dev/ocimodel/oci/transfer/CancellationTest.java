package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cancellation reaches besides blobs on their way, and how failures of tasks are typed. */
@Timeout(60)
class CancellationTest {

  private final Cancellation cancellation = Cancellation.create();
  private final Transfer transfer = Transfer.create().withCancellation(cancellation);
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  private void cancelOnceBlocked() {
    Thread canceller =
        new Thread(
            () -> {
              try {
                blocked.await();
                cancellation.cancel();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    canceller.setDaemon(true);
    canceller.start();
  }

  private RuntimeException blockUntilInterrupted() {
    blocked.countDown();
    try {
      new CountDownLatch(1).await();
      return new IllegalStateException("not interrupted");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new OciException("interrupted", e);
    }
  }

  @Test
  void onCancel_thrownLater_runsOnce() {
    cancellation.onCancel(runs::incrementAndGet);
    assertThat(runs).hasValue(0);

    cancellation.cancel();
    cancellation.cancel();

    assertThat(runs).hasValue(1);
  }

  @Test
  void onCancel_thrownBefore_runsAtOnce() {
    cancellation.cancel();

    cancellation.onCancel(runs::incrementAndGet);

    assertThat(runs).hasValue(1);
  }

  @Test
  void close_registration_isForgotten() {
    cancellation.onCancel(runs::incrementAndGet).close();

    cancellation.cancel();

    assertThat(runs).hasValue(0);
  }

  @Test
  void copy_cancelledWhileResolving_stops() {
    MemoryStore source =
        new MemoryStore() {
          @Override
          public Descriptor resolve(String tagOrDigest) {
            throw blockUntilInterrupted();
          }
        };
    cancelOnceBlocked();

    assertThatThrownBy(() -> transfer.copy(source, "v1", new MemoryStore()))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void copy_cancelledWhileTagging_stops() {
    MemoryStore source = new MemoryStore();
    source.tagged(source.addArtifact("a"));
    MemoryStore target =
        new MemoryStore() {
          @Override
          public void tag(Descriptor manifest, String tagOrDigest) {
            throw blockUntilInterrupted();
          }
        };
    cancelOnceBlocked();

    assertThatThrownBy(() -> transfer.copy(source, "v1", target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(target.tags).isEmpty();
  }

  @Test
  void run_cancelled_stopsTheStep() {
    cancelOnceBlocked();

    assertThatThrownBy(
            () ->
                transfer.run(
                    () -> {
                      throw blockUntilInterrupted();
                    }))
        .isInstanceOf(TransferCancelledException.class);
  }

  @Test
  void run_step_givesItsResult() {
    assertThat(transfer.run(() -> "done")).isEqualTo("done");
  }

  @Test
  void run_diskFails_isAStorageException() {
    assertThatThrownBy(() -> transfer.run(failing(new AccessDeniedException("/x"))))
        .isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> transfer.run(failing(new IOException("No space left on device"))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("No space left");
  }

  @Test
  void run_networkFails_isNoStorageException() {
    for (IOException failure :
        new IOException[] {
          new SocketException("Connection reset"),
          new SocketTimeoutException("Read timed out"),
          new SSLException("handshake"),
          new EOFException("closed")
        }) {
      assertThatThrownBy(() -> transfer.run(failing(failure)))
          .isExactlyInstanceOf(OciException.class)
          .hasMessageContaining(failure.getMessage())
          .hasCause(failure);
    }
  }

  private static Callable<String> failing(IOException failure) {
    return () -> {
      throw failure;
    };
  }
}
