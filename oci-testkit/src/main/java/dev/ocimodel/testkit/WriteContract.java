package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Promises of {@link dev.ocimodel.oci.ContentTarget#write}. */
interface WriteContract extends TargetContract {

  @Test
  default void write_unknownSize_describesWhatWasWritten() throws IOException {
    byte[] content = TestContent.bytes(20, 200_000);
    Descriptor written = target().write(MediaType.LAYER_TAR_ZSTD, out -> out.write(content));
    assertThat(written).isEqualTo(Descriptor.of(MediaType.LAYER_TAR_ZSTD, content));
    assertThat(target().contains(written)).isTrue();
    assertThat(read(written)).isEqualTo(content);
  }

  @Test
  default void write_knownSize_describesWhatWasWritten() throws IOException {
    byte[] content = TestContent.bytes(21, 200_000);
    Descriptor written = target().write(MediaType.LAYER_TAR, sized(content));
    assertThat(written).isEqualTo(Descriptor.of(MediaType.LAYER_TAR, content));
    assertThat(read(written)).isEqualTo(content);
  }

  @Test
  default void write_nothing_isTheEmptyBlob() throws IOException {
    Descriptor written = target().write(MediaType.OCTET_STREAM, out -> {});
    assertThat(written).isEqualTo(Descriptor.of(MediaType.OCTET_STREAM, new byte[0]));
    assertThat(read(written)).isEmpty();
  }

  @Test
  default void write_manySmallPieces_keepsTheirOrder() throws IOException {
    byte[] content = TestContent.bytes(22, 150_000);
    Descriptor written =
        target()
            .write(
                MediaType.OCTET_STREAM,
                out -> {
                  out.write(content[0]);
                  for (int at = 1; at < content.length; at += 1000) {
                    out.write(content, at, Math.min(1000, content.length - at));
                  }
                });
    assertThat(written).isEqualTo(Descriptor.of(MediaType.OCTET_STREAM, content));
    assertThat(read(written)).isEqualTo(content);
  }

  @Test
  default void write_over5Mebibytes() throws IOException {
    byte[] content = TestContent.bytes(23, (5 << 20) + 3);
    Descriptor written = target().write(MediaType.OCTET_STREAM, out -> out.write(content));
    assertThat(read(written)).isEqualTo(content);
  }

  @Test
  default void write_twice_describesTheSame() throws IOException {
    byte[] content = TestContent.bytes(24, 1000);
    Descriptor first = target().write(MediaType.OCTET_STREAM, out -> out.write(content));
    Descriptor second = target().write(MediaType.OCTET_STREAM, out -> out.write(content));
    assertThat(second).isEqualTo(first);
    assertThat(read(second)).isEqualTo(content);
  }

  @Test
  default void write_producerFails_reportsItAndShowsNothing() {
    byte[] content = TestContent.bytes(25, 200_000);
    IOException failure = new IOException("the producer broke");
    BlobProducer breaking =
        out -> {
          out.write(content);
          throw failure;
        };
    assertThatThrownBy(() -> target().write(MediaType.OCTET_STREAM, breaking))
        .satisfies(FakeBlob.isOrHas(failure));
    assertAbsent(Descriptor.of(MediaType.OCTET_STREAM, content));
  }

  @Test
  default void write_producerThrowsUnchecked_reportsItAndShowsNothing() {
    byte[] content = TestContent.bytes(26, 1000);
    IllegalStateException failure = new IllegalStateException("the producer is confused");
    BlobProducer breaking =
        out -> {
          out.write(content);
          throw failure;
        };
    assertThatThrownBy(() -> target().write(MediaType.OCTET_STREAM, breaking))
        .satisfies(FakeBlob.isOrHas(failure));
    assertAbsent(Descriptor.of(MediaType.OCTET_STREAM, content));
  }

  private static BlobProducer sized(byte[] content) {
    return new BlobProducer() {
      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(content);
      }

      @Override
      public OptionalLong size() {
        return OptionalLong.of(content.length);
      }
    };
  }
}
