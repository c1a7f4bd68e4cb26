package dev.ocimodel.oci.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.TestContent.BreakingBlob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutPushTest {

  private static final int SIZE = 1_000_000;
  private static final byte[] CONTENT = TestContent.randomBytes(SIZE);

  @TempDir Path directory;
  private OciLayout layout;

  @BeforeEach
  void open() {
    layout = OciLayout.openOrCreate(directory);
  }

  @Test
  void push_blob_isThereWithTheSameBytes() throws IOException {
    Blob blob = Blob.of(MediaType.OCTET_STREAM, CONTENT);

    layout.push(blob);
    layout.push(blob);

    assertThat(layout.contains(blob.descriptor())).isTrue();
    assertThat(file(blob.descriptor())).hasBinaryContent(CONTENT);
    assertThat(ingest()).isEmpty();
  }

  @Test
  void push_emptyBlob_isThere() throws IOException {
    Blob empty = Blob.of(MediaType.OCTET_STREAM, new byte[0]);

    layout.push(empty);

    assertThat(layout.contains(empty.descriptor())).isTrue();
    assertThat(ingest()).isEmpty();
  }

  @Test
  void push_sha512Graph_isThere() throws IOException {
    var digester = dev.ocimodel.oci.Digester.matching(Digest.parse("sha512:" + "0".repeat(128)));
    digester.update(CONTENT, 0, SIZE);
    Descriptor layer = Descriptor.of(MediaType.OCTET_STREAM, digester.digest(), SIZE);
    layout.push(Blob.of(layer, CONTENT));
    layout.push(Blob.ofInline(Descriptor.EMPTY_JSON));
    Blob manifest = ImageManifest.create(Descriptor.EMPTY_JSON, List.of(layer)).toBlob();

    layout.push(manifest);

    assertThat(layout.contains(manifest.descriptor())).isTrue();
    assertThat(directory.resolve("blobs/sha512/" + layer.digest().encoded())).exists();
  }

  @Test
  void push_unknownAlgorithm_isRefusedAndLeavesNothing() throws IOException {
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, Digest.parse("blake3:ff"), 1);

    assertThatThrownBy(() -> layout.push(Blob.of(descriptor, new byte[1])))
        .isInstanceOf(InvalidContentException.class);
    assertThat(ingest()).isEmpty();
  }

  @Test
  void push_cutOff_goesOnAtTheOffset() throws IOException {
    BreakingBlob broken = new BreakingBlob(CONTENT, 600_000);
    assertThatThrownBy(() -> layout.push(broken)).hasMessage("broken at 600000");
    assertThat(layout.contains(broken.descriptor())).isFalse();
    assertThat(file(broken.descriptor())).doesNotExist();

    BreakingBlob whole = new BreakingBlob(CONTENT, -1);
    OciLayout.open(directory).push(whole);

    assertThat(whole.opened).containsExactly(600_000L);
    assertThat(file(whole.descriptor())).hasBinaryContent(CONTENT);
    assertThat(ingest()).isEmpty();
  }

  @Test
  void push_completePartialFile_isPublishedWithoutOpeningTheSource() throws IOException {
    BreakingBlob blob = new BreakingBlob(CONTENT, -1);
    Files.write(partial(blob.descriptor()), CONTENT);

    layout.push(blob);

    assertThat(blob.opened).isEmpty();
    assertThat(file(blob.descriptor())).hasBinaryContent(CONTENT);
  }

  @Test
  void push_damagedPartialFile_startsAgain() throws IOException {
    BreakingBlob blob = new BreakingBlob(CONTENT, -1);
    byte[] damaged = Arrays.copyOf(CONTENT, 500_000);
    damaged[7] ^= 1;
    Files.write(partial(blob.descriptor()), damaged);

    layout.push(blob);

    assertThat(blob.opened).containsExactly(500_000L, 0L);
    assertThat(file(blob.descriptor())).hasBinaryContent(CONTENT);
  }

  @Test
  void push_damagedPartialFileAndASecondCut_keepsWhatIsGood() throws IOException {
    BreakingBlob broken = new BreakingBlob(CONTENT, 600_000);
    byte[] damaged = CONTENT.clone();
    damaged[7] ^= 1;
    Files.write(partial(broken.descriptor()), damaged);
    assertThatThrownBy(() -> layout.push(broken)).hasMessage("broken at 600000");

    BreakingBlob whole = new BreakingBlob(CONTENT, -1);
    layout.push(whole);

    assertThat(whole.opened).containsExactly(600_000L);
  }

  @Test
  void push_partialFileLongerThanTheBlob_startsAgain() throws IOException {
    BreakingBlob blob = new BreakingBlob(CONTENT, -1);
    Files.write(partial(blob.descriptor()), new byte[SIZE + 1]);

    layout.push(blob);

    assertThat(blob.opened).containsExactly(0L);
    assertThat(file(blob.descriptor())).hasBinaryContent(CONTENT);
  }

  @Test
  void push_otherBytes_isAMismatchAndLeavesNothing() throws IOException {
    byte[] flipped = CONTENT.clone();
    flipped[SIZE - 1] ^= 1;
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);

    assertThatThrownBy(() -> layout.push(Blob.of(descriptor, flipped)))
        .isInstanceOf(ContentMismatchException.class);
    assertThat(layout.contains(descriptor)).isFalse();
    assertThat(ingest()).isEmpty();
  }

  @Test
  void push_sourceThatNeverEnds_isStoppedAtTheSize() throws IOException {
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);
    Blob endless = new EndlessBlob(descriptor);

    assertThatThrownBy(() -> layout.push(endless)).isInstanceOf(ContentMismatchException.class);
    assertThat(ingest()).isEmpty();
  }

  @Test
  void push_truncatedBlobFile_isHealed() throws IOException {
    Descriptor manifest = TestContent.pushArtifact(layout, "weights");
    Blob layer = TestContent.blob("weights");
    Files.writeString(file(layer.descriptor()), "wei");

    assertThat(layout.contains(layer.descriptor())).isFalse();
    assertThat(layout.contains(manifest)).as("manifest that lost a part").isFalse();
    layout.push(layer);

    assertThat(layout.contains(manifest)).isTrue();
    assertThat(file(layer.descriptor())).hasContent("weights");
  }

  @Test
  void push_damagedManifestOfTheSameSize_isHealed() throws IOException {
    Descriptor manifest = TestContent.pushArtifact(layout, "weights");
    byte[] content = Files.readAllBytes(file(manifest));
    byte[] damaged = content.clone();
    damaged[20] ^= 1;
    Files.write(file(manifest), damaged);

    layout.push(Blob.of(manifest, content));

    assertThat(file(manifest)).hasBinaryContent(content);
  }

  @Test
  void push_manifestWithoutAChild_isRefused() throws IOException {
    Descriptor missing = TestContent.blob("missing").descriptor();
    layout.push(Blob.ofInline(Descriptor.EMPTY_JSON));
    Blob manifest = ImageManifest.create(Descriptor.EMPTY_JSON, List.of(missing)).toBlob();

    assertThatThrownBy(() -> layout.push(manifest))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining(missing.digest().toString());
    assertThat(layout.contains(manifest.descriptor())).isFalse();
  }

  @Test
  void write_unknownDigest_givesItsDescriptor() throws IOException {
    Descriptor written =
        layout.write(
            MediaType.OCTET_STREAM,
            out -> {
              out.write(CONTENT[0]);
              out.write(CONTENT, 1, SIZE - 1);
            });

    assertThat(written).isEqualTo(Descriptor.of(MediaType.OCTET_STREAM, CONTENT));
    assertThat(file(written)).hasBinaryContent(CONTENT);
  }

  @Test
  void write_producerFails_leavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                layout.write(
                    MediaType.OCTET_STREAM,
                    out -> {
                      out.write(CONTENT);
                      throw new IOException("no more");
                    }))
        .hasMessage("no more");
    assertThat(ingest()).isEmpty();
  }

  @Test
  void write_manifest_isRefused() {
    assertThatThrownBy(() -> layout.write(MediaType.IMAGE_MANIFEST, out -> out.write(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void push_interruptedThread_failsKeepsTheFlagAndTheLayout() throws IOException {
    Blob blob = Blob.of(MediaType.OCTET_STREAM, CONTENT);
    Descriptor manifest = TestContent.pushArtifact(layout, "x");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> layout.push(blob)).isInstanceOf(ClosedByInterruptException.class);
      assertThatThrownBy(() -> layout.tag(manifest, "v1")).isInstanceOf(IOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }

    layout.push(blob);
    layout.tag(manifest, "v1");

    assertThat(layout.contains(blob.descriptor())).isTrue();
    assertThat(layout.tags()).containsExactly("v1");
  }

  @Test
  void push_filesOfAKilledProcess_areRemoved() throws IOException {
    Files.createDirectories(directory.resolve(".ocimodel-ingest"));
    Files.writeString(directory.resolve(".ocimodel-ingest/1-abc.tmp"), "left behind");

    OciLayout.open(directory).push(TestContent.blob("x"));

    assertThat(ingest()).isEmpty();
  }

  private Path file(Descriptor descriptor) {
    return directory.resolve(
        "blobs/" + descriptor.digest().algorithm() + "/" + descriptor.digest().encoded());
  }

  private Path partial(Descriptor descriptor) throws IOException {
    Path ingest = Files.createDirectories(directory.resolve(".ocimodel-ingest"));
    return ingest.resolve("sha256-" + descriptor.digest().encoded() + ".part");
  }

  private List<String> ingest() throws IOException {
    Path ingest = directory.resolve(".ocimodel-ingest");
    if (!Files.isDirectory(ingest)) {
      return List.of();
    }
    try (var files = Files.list(ingest)) {
      return files.map(f -> f.getFileName().toString()).filter(f -> !f.equals("claims")).toList();
    }
  }

  private record EndlessBlob(Descriptor descriptor) implements Blob {
    @Override
    public InputStream open(long offset, long length) {
      return new ByteArrayInputStream("".getBytes(UTF_8)) {
        @Override
        public int read(byte[] buffer, int from, int count) {
          return count;
        }
      };
    }
  }
}
