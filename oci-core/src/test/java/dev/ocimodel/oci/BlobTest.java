package dev.ocimodel.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobTest {

  private static final byte[] CONTENT = "0123456789".getBytes(UTF_8);
  private static final Descriptor DESCRIPTOR = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);

  @TempDir Path directory;

  private Blob stored(String kind, byte[] content) throws IOException {
    if (kind.equals("memory")) {
      return Blob.of(DESCRIPTOR, content);
    }
    return Blob.of(DESCRIPTOR, Files.write(directory.resolve("blob"), content));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void open_range_givesExactlyThatRange(String kind) throws IOException {
    Blob blob = stored(kind, CONTENT);

    for (List<Integer> range : List.of(List.of(0, 10), List.of(3, 4), List.of(9, 1))) {
      try (InputStream in = blob.open(range.get(0), range.get(1))) {
        assertThat(in.readAllBytes())
            .asString()
            .isEqualTo("0123456789".substring(range.get(0), range.get(0) + range.get(1)));
      }
    }
    try (InputStream in = blob.open(10, 0)) {
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[0])).isIn(0, -1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void open_rangeBeyondTheEnd_fails(String kind) throws IOException {
    Blob blob = stored(kind, CONTENT);

    for (List<Long> range :
        List.of(List.of(8L, 3L), List.of(11L, 1L), List.of(Long.MAX_VALUE, 1L))) {
      assertThatThrownBy(() -> readAll(blob.open(range.get(0), range.get(1))))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void open_negativeRange_isRefused(String kind) throws IOException {
    Blob blob = stored(kind, CONTENT);

    assertThatThrownBy(() -> blob.open(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> blob.open(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void open_wholeContent_isVerified(String kind) throws IOException {
    Blob blob = stored(kind, CONTENT);

    assertThat(readAll(blob.open())).isEqualTo(CONTENT);
    assertThat(readAll(blob.open())).as("again").isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void open_flippedBit_isAMismatch(String kind) throws IOException {
    byte[] flipped = CONTENT.clone();
    flipped[4] ^= 1;
    Blob blob = stored(kind, flipped);

    assertThatThrownBy(() -> readAll(blob.open()))
        .isInstanceOf(ContentMismatchException.class)
        .hasMessageContaining(DESCRIPTOR.digest().toString());
    assertThatThrownBy(() -> blob.read(ContentLimits.create()))
        .isInstanceOf(ContentMismatchException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void open_short_fails(String kind) throws IOException {
    Blob blob = stored(kind, "01234".getBytes(UTF_8));

    assertThatThrownBy(() -> readAll(blob.open())).isInstanceOf(IOException.class);
  }

  @Test
  void open_sourceOfMoreBytesThanDescribed_isAMismatchAfterOneRead() throws IOException {
    Blob endless = new EndlessBlob(DESCRIPTOR);

    assertThatThrownBy(() -> endless.read(ContentLimits.create()))
        .isInstanceOf(ContentMismatchException.class)
        .hasMessageContaining("10 bytes");
  }

  @Test
  void open_missingFile_isNotFound() {
    Blob blob = Blob.of(DESCRIPTOR, directory.resolve("missing"));

    assertThatThrownBy(blob::open)
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void read_overTheLimit_isRefusedBeforeOpening() {
    Blob blob = Blob.of(DESCRIPTOR, directory.resolve("missing"));

    assertThatThrownBy(() -> blob.read(ContentLimits.create().withMaxManifestSize(9)))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxManifestSize");
  }

  @Test
  void open_skippedBytes_areHashedToo() throws IOException {
    try (InputStream in = Blob.of(DESCRIPTOR, CONTENT).open()) {
      in.skipNBytes(5);
      assertThat(in.readAllBytes()).asString().isEqualTo("56789");
    }
  }

  @Test
  void ofInline_dataOfAnotherSizeOrNoBase64_isRefused() {
    for (String data : List.of("e30", "e30=e30=", "!", "e30x")) {
      Descriptor empty = Descriptor.EMPTY_JSON;
      Descriptor inline =
          new Descriptor(
              empty.mediaType(),
              empty.digest(),
              empty.size(),
              empty.annotations(),
              null,
              null,
              List.of(),
              data + "AAAA");
      assertThatThrownBy(() -> Blob.ofInline(inline)).isInstanceOf(InvalidContentException.class);
    }
    assertThatThrownBy(() -> Blob.ofInline(DESCRIPTOR)).isInstanceOf(InvalidContentException.class);
  }

  @Test
  void of_givenArrayChangesLater_blobDoesNot() throws IOException {
    byte[] given = CONTENT.clone();
    Blob blob = Blob.of(MediaType.OCTET_STREAM, given);
    given[0] = 'x';

    assertThat(readAll(blob.open())).isEqualTo(CONTENT);
  }

  private static byte[] readAll(InputStream in) throws IOException {
    try (in) {
      return in.readAllBytes();
    }
  }

  private record EndlessBlob(Descriptor descriptor) implements Blob {
    @Override
    public InputStream open(long offset, long length) {
      return new ByteArrayInputStream(new byte[0]) {
        @Override
        public int read(byte[] buffer, int from, int count) {
          return count;
        }

        @Override
        public byte[] readAllBytes() {
          throw new AssertionError("reads without an end");
        }
      };
    }
  }
}
