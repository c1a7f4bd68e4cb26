package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Promises of {@link dev.ocimodel.oci.ContentTarget#push} about blobs. */
interface PushContract extends TargetContract {

  @Test
  default void push_smallBlob() throws IOException {
    Blob blob = TestContent.blob(1, 1000);
    target().push(blob);
    assertHolds(blob);
  }

  @Test
  default void push_emptyBlob() throws IOException {
    Blob blob = TestContent.blob(2, 0);
    target().push(blob);
    assertHolds(blob);
  }

  @Test
  default void push_blobOverOneMebibyte() throws IOException {
    Blob blob = TestContent.blob(3, (3 << 20) + 17);
    target().push(blob);
    assertHolds(blob);
  }

  @Test
  default void push_sha512() throws IOException {
    Blob blob = TestContent.sha512Blob(4, 5000);
    target().push(blob);
    assertHolds(blob);
  }

  @Test
  default void push_foreignMediaType() throws IOException {
    Blob blob = Blob.of(new MediaType("application/x-made-up.v7+thing"), TestContent.bytes(5, 64));
    target().push(blob);
    assertHolds(blob);
  }

  @Test
  default void push_twice_leavesContent() throws IOException {
    Blob blob = TestContent.blob(6, 1000);
    target().push(blob);
    target().push(blob);
    assertHolds(blob);
  }

  @Test
  default void push_nothingPushed_isAbsent() {
    assertAbsent(TestContent.blob(7, 1000).descriptor());
  }

  @Test
  default void push_otherBytes_isRefused() throws IOException {
    Descriptor promised = TestContent.blob(8, 1000).descriptor();
    assertThatThrownBy(() -> target().push(new FakeBlob(promised, TestContent.bytes(9, 1000))))
        .isInstanceOf(ContentMismatchException.class);
    assertAbsent(promised);
    assertThat(target().contains(TestContent.blob(9, 1000).descriptor())).isFalse();
  }

  @Test
  default void push_otherBytesBeyondAnyBuffer_isRefused() throws IOException {
    int size = 2 << 20;
    Descriptor promised = TestContent.blob(10, size).descriptor();
    byte[] content = TestContent.bytes(10, size);
    content[size - 1] ^= 1;
    assertThatThrownBy(() -> target().push(new FakeBlob(promised, content)))
        .isInstanceOf(ContentMismatchException.class);
    assertAbsent(promised);
  }

  @Test
  default void push_tooShort_isRefused() throws IOException {
    Descriptor promised = TestContent.blob(11, 1000).descriptor();
    assertThatThrownBy(() -> target().push(new FakeBlob(promised, TestContent.bytes(11, 999))))
        .isInstanceOf(ContentMismatchException.class);
    assertAbsent(promised);
  }

  @Test
  default void push_tooLong_isRefused() throws IOException {
    Descriptor promised = TestContent.blob(12, 1000).descriptor();
    assertThatThrownBy(() -> target().push(new FakeBlob(promised, TestContent.bytes(12, 1001))))
        .isInstanceOf(ContentMismatchException.class);
    assertAbsent(promised);
  }

  @Test
  default void push_afterRefusal_storesTheRightBytes() throws IOException {
    Blob blob = TestContent.blob(13, 1000);
    assertThatThrownBy(
            () -> target().push(new FakeBlob(blob.descriptor(), TestContent.bytes(14, 1000))))
        .isInstanceOf(ContentMismatchException.class);
    target().push(blob);
    assertHolds(blob);
  }

  @Test
  default void push_sourceFails_reportsItAndShowsNothing() throws IOException {
    Descriptor promised = TestContent.blob(15, 300_000).descriptor();
    IOException failure = new IOException("the source broke");
    Blob breaking = FakeBlob.breaking(promised, TestContent.bytes(15, 300_000), 200_000, failure);
    assertThatThrownBy(() -> target().push(breaking)).satisfies(FakeBlob.isOrHas(failure));
    assertAbsent(promised);
    target().push(TestContent.blob(15, 300_000));
    assertHolds(TestContent.blob(15, 300_000));
  }

  @Test
  default void push_sourceThrowsUnchecked_reportsItAndShowsNothing() throws IOException {
    Descriptor promised = TestContent.blob(16, 1000).descriptor();
    IllegalStateException failure = new IllegalStateException("the source is confused");
    Blob breaking = FakeBlob.breaking(promised, TestContent.bytes(16, 1000), 500, failure);
    assertThatThrownBy(() -> target().push(breaking)).satisfies(FakeBlob.isOrHas(failure));
    assertAbsent(promised);
  }
}
