package dev.ocimodel.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.file.IngestClaim;
import java.io.IOException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutConcurrencyTest {

  private static final int THREADS = 8;

  @TempDir Path directory;

  @Test
  void tag_eightThreads_loseNothing() throws Exception {
    OciLayout layout = OciLayout.openOrCreate(directory);
    Descriptor manifest = TestContent.pushArtifact(layout, "x");

    inParallel(
        thread -> {
          for (int i = 0; i < 10; i++) {
            OciLayout.open(directory).tag(manifest, "t" + thread + "-" + i);
          }
        });

    assertThat(layout.tags()).hasSize(THREADS * 10);
  }

  @Test
  void push_sameBlobFromEightThreads_isThereOnce() throws Exception {
    byte[] content = TestContent.randomBytes(3_000_000);
    Blob blob = Blob.of(MediaType.OCTET_STREAM, content);
    OciLayout.openOrCreate(directory);

    inParallel(thread -> OciLayout.open(directory).push(blob));

    assertThat(directory.resolve("blobs/sha256/" + blob.descriptor().digest().encoded()))
        .hasBinaryContent(content);
    assertThat(directory.resolve(".ocimodel-ingest").toFile().list()).containsExactly("claims");
  }

  @Test
  void push_graphThroughASymlinkToo_sharesItsLocks() throws Exception {
    Path real = directory.resolve("real");
    Path link = directory.resolve("link");
    OciLayout.openOrCreate(real);
    Files.createSymbolicLink(link, real);

    inParallel(
        thread -> {
          OciLayout layout = OciLayout.open(thread % 2 == 0 ? real : link);
          for (int i = 0; i < 5; i++) {
            layout.tag(TestContent.pushArtifact(layout, "same" + i), "t" + thread + "-" + i);
          }
        });

    assertThat(OciLayout.open(real).tags()).hasSize(THREADS * 5);
  }

  @Test
  void openOrCreate_eightThreads_makeOneLayout() throws Exception {
    inParallel(
        thread -> {
          OciLayout layout = OciLayout.openOrCreate(directory.resolve("new/layout"));
          layout.tag(TestContent.pushArtifact(layout, "x" + thread), "t" + thread);
        });

    assertThat(OciLayout.open(directory.resolve("new/layout")).tags()).hasSize(THREADS);
  }

  @Test
  void locked_interruptedHolder_othersStillGetTheLock() throws Exception {
    LayoutLock lock = new LayoutLock(directory.resolve("lock"));

    lock.run(() -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> lock.run(() -> {})).isInstanceOf(FileLockInterruptionException.class);
    assertThat(Thread.interrupted()).isTrue();

    List<Integer> ran = new ArrayList<>();
    lock.run(() -> lock.run(() -> ran.add(1)));
    assertThat(ran).containsExactly(1);
  }

  @Test
  void claim_secondHolderAndInterruptedThread_leaveTheFirstAlone() throws Exception {
    try (IngestClaim first = IngestClaim.tryClaim(directory, "a")) {
      Thread.currentThread().interrupt();
      try (IngestClaim second = IngestClaim.tryClaim(directory, "a");
          IngestClaim other = IngestClaim.tryClaim(directory, "b")) {
        assertThat(second.isHeld()).isFalse();
        assertThat(other.isHeld()).isTrue();
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(first.isHeld()).isTrue();
      try (IngestClaim third = IngestClaim.tryClaim(directory, "a")) {
        assertThat(third.isHeld()).isFalse();
      }
    }
    try (IngestClaim again = IngestClaim.tryClaim(directory, "a")) {
      assertThat(again.isHeld()).isTrue();
    }
  }

  private interface Work {
    void run(int thread) throws IOException;
  }

  private static void inParallel(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        tasks.add(
            () -> {
              start.await();
              work.run(thread);
              return thread;
            });
      }
      for (Future<Integer> future : executor.invokeAll(tasks)) {
        future.get();
      }
    } finally {
      executor.shutdown();
    }
  }
}
