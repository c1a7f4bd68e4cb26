package dev.ocimodel.oci.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs large enough to be hashed beside their writing. */
class IngestFileTest {

  private static final byte[] LARGE = new byte[48 * 1024 * 1024 + 7];

  static {
    new Random(11).nextBytes(LARGE);
  }

  private static final Descriptor DESCRIPTOR = Descriptor.of(MediaType.OCTET_STREAM, LARGE);

  @TempDir Path directory;

  private IngestFile open() throws IOException {
    return IngestFile.resumable(directory.resolve("ingest"), DESCRIPTOR.digest());
  }

  @Test
  void complete_largeBlob_everyByteInPlace() throws IOException {
    Path target = directory.resolve("blob");
    try (IngestFile file = open()) {
      file.complete(Blob.of(DESCRIPTOR, LARGE));
      file.publish(target);
    }
    assertThat(Files.mismatch(target, written("expected"))).isEqualTo(-1);
  }

  private Path written(String name) throws IOException {
    return Files.write(directory.resolve(name), LARGE);
  }

  @Test
  void complete_largeBlobWithAFlippedBit_mismatchAndNothingKept() throws IOException {
    byte[] wrong = LARGE.clone();
    wrong[wrong.length - 1] ^= 1;
    try (IngestFile file = open()) {
      assertThatThrownBy(() -> file.complete(Blob.of(DESCRIPTOR, wrong)))
          .isInstanceOf(ContentMismatchException.class);
    }
    assertThat(directory.resolve("ingest")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void complete_twoLargeBlobsAtOnce_bothRight() throws Exception {
    CountDownLatch bothStarted = new CountDownLatch(2);
    Thread other =
        new Thread(
            () -> {
              bothStarted.countDown();
              try (IngestFile file =
                  IngestFile.resumable(directory.resolve("other"), DESCRIPTOR.digest())) {
                bothStarted.await();
                file.complete(Blob.of(DESCRIPTOR, LARGE));
                file.publish(directory.resolve("second"));
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    other.start();
    try (IngestFile file = open()) {
      bothStarted.countDown();
      bothStarted.await();
      file.complete(Blob.of(DESCRIPTOR, LARGE));
      file.publish(directory.resolve("first"));
    }
    other.join();
    assertThat(Files.mismatch(directory.resolve("first"), directory.resolve("second")))
        .isEqualTo(-1);
  }
}
