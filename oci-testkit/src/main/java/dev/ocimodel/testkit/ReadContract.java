package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Promises of {@link dev.ocimodel.oci.ContentSource} about blobs. */
interface ReadContract extends TargetContract {

  private byte[] range(Descriptor descriptor, long offset, long length) throws IOException {
    try (InputStream in = target().blob(descriptor).open(offset, length)) {
      return in.readAllBytes();
    }
  }

  @Test
  default void open_range_givesExactlyThatRange() throws IOException {
    byte[] content = TestContent.bytes(30, 100_000);
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, content);
    target().push(Blob.of(descriptor, content));
    assertThat(range(descriptor, 0, 1)).isEqualTo(Arrays.copyOf(content, 1));
    assertThat(range(descriptor, 0, 100_000)).isEqualTo(content);
    assertThat(range(descriptor, 777, 70_000)).isEqualTo(Arrays.copyOfRange(content, 777, 70_777));
    assertThat(range(descriptor, 99_999, 1))
        .isEqualTo(Arrays.copyOfRange(content, 99_999, 100_000));
  }

  @Test
  default void open_rangeOfNoBytes_isEmpty() throws IOException {
    Blob blob = TestContent.blob(31, 100);
    target().push(blob);
    assertThat(range(blob.descriptor(), 0, 0)).isEmpty();
    assertThat(range(blob.descriptor(), 50, 0)).isEmpty();
    assertThat(range(blob.descriptor(), 100, 0)).isEmpty();
  }

  @Test
  default void open_again_startsAgain() throws IOException {
    byte[] content = TestContent.bytes(32, 1000);
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, content);
    target().push(Blob.of(descriptor, content));
    Blob stored = target().blob(descriptor);
    try (InputStream first = stored.open();
        InputStream second = stored.open()) {
      assertThat(first.readNBytes(10)).isEqualTo(Arrays.copyOf(content, 10));
      assertThat(second.readAllBytes()).isEqualTo(content);
      assertThat(first.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 10, 1000));
    }
  }

  @Test
  default void open_closedEarly_harmsNoLaterReading() throws IOException {
    Blob blob = TestContent.blob(33, 2 << 20);
    target().push(blob);
    for (int i = 0; i < 20; i++) {
      try (InputStream in = target().blob(blob.descriptor()).open()) {
        assertThat(in.read()).isNotNegative();
      }
    }
    assertHolds(blob);
  }

  @Test
  default void open_absent_isNotFound() {
    Descriptor absent = TestContent.blob(34, 100).descriptor();
    assertThatThrownBy(() -> range(absent, 10, 10)).isInstanceOf(ContentNotFoundException.class);
  }

  @Test
  default void open_descriptorSaysAnotherSize_isRefused() throws IOException {
    Blob blob = TestContent.blob(35, 1000);
    target().push(blob);
    Descriptor wrong = Descriptor.of(MediaType.OCTET_STREAM, blob.descriptor().digest(), 999);
    assertThatThrownBy(() -> read(wrong)).isInstanceOf(ContentMismatchException.class);
  }

  @Test
  default void resolve_absentTag_isNotFound() {
    assertThatThrownBy(() -> target().resolve("absent"))
        .isInstanceOf(ContentNotFoundException.class);
  }

  @Test
  default void resolve_absentDigest_isNotFound() {
    assertThatThrownBy(() -> target().resolve(Digest.sha256("absent").toString()))
        .isInstanceOf(ContentNotFoundException.class);
  }
}
