package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Promises about many threads at once. */
interface ConcurrencyContract extends TargetContract {

  /** Starts all tasks at the same moment and waits for all; the first failure is thrown. */
  private static void together(int threads, IntFunction<Callable<Object>> tasks) throws Exception {
    ExecutorService executor = DaemonThreads.newPool("contract");
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Object>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Callable<Object> task = tasks.apply(i);
        running.add(
            executor.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      for (Future<Object> each : running) {
        each.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  default void push_sameBlobFromManyThreads_storesItOnce() throws Exception {
    Blob blob = TestContent.blob(70, 400_000);
    together(
        8,
        i ->
            () -> {
              target().push(blob);
              assertHolds(blob);
              return i;
            });
    assertHolds(blob);
  }

  @Test
  default void push_differentBlobsFromManyThreads_storesAll() throws Exception {
    together(
        8,
        i ->
            () -> {
              target().push(TestContent.blob(100 + i, 50_000 + i));
              return i;
            });
    for (int i = 0; i < 8; i++) {
      assertHolds(TestContent.blob(100 + i, 50_000 + i));
    }
  }

  @Test
  default void tag_differentNamesFromManyThreads_keepsAll() throws Exception {
    ImageManifest manifest = pushArtifact(71);
    together(
        8,
        i ->
            () -> {
              target().tag(manifest.descriptor(), "t" + i);
              return i;
            });
    for (int i = 0; i < 8; i++) {
      assertThat(target().resolve("t" + i).digest()).isEqualTo(manifest.descriptor().digest());
    }
  }

  @Test
  default void push_artifactsFromManyThreads_keepsAll() throws Exception {
    together(
        6,
        i ->
            () -> {
              Descriptor pushed = pushArtifact(200 + i).descriptor();
              target().tag(pushed, "model-" + i);
              return i;
            });
    for (int i = 0; i < 6; i++) {
      assertHolds(target().blob(target().resolve("model-" + i)));
    }
  }
}
