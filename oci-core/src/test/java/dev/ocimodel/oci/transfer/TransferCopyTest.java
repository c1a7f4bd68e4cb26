package dev.ocimodel.oci.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferCopyTest {

  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore();

  @TempDir Path directory;

  @Test
  void copy_artifact_movesEveryBlobThenTheManifestThenTheTag() {
    Descriptor root = source.tagged(source.addArtifact("a", "b"));

    TransferResult result = Transfer.create().copy(source, "v1", target, "v2");

    assertThat(target.content).hasSameSizeAs(source.content);
    assertThat(target.pushed).hasSize(4).last().isEqualTo(root.digest());
    assertThat(target.tags).containsExactly(java.util.Map.entry("v2", root));
    assertThat(result)
        .isEqualTo(
            new TransferResult(root, 4, new TransferBytes(2 + 1 + 1 + root.size(), 0, 0, 0, 0)));
  }

  @Test
  void copy_layoutToLayout_keepsEveryByte() throws IOException {
    OciLayout from = OciLayout.openOrCreate(directory.resolve("from"));
    OciLayout to = OciLayout.openOrCreate(directory.resolve("to"));
    Descriptor root = source.tagged(nestedIndex());
    Transfer.create().copy(source, "v1", from);

    TransferResult result = Transfer.create().copy(from, "v1", to, "v1");

    assertThat(to.resolve("v1").digest()).isEqualTo(root.digest());
    assertThat(to.contains(root)).isTrue();
    assertThat(result.skippedBytes()).isZero();
    for (byte[] bytes : source.content.values()) {
      assertThat(directory.resolve("to/blobs/sha256/" + Digest.sha256(bytes).encoded()))
          .hasBinaryContent(bytes);
    }
  }

  @Test
  void copy_foreignManifest_isNotPrintedAgain() {
    source.content.put(Descriptor.EMPTY_JSON.digest(), "{}".getBytes(UTF_8));
    byte[] foreign =
        (" "
                + new String(
                    ImageManifest.create(Descriptor.EMPTY_JSON, List.of()).toByteArray(), UTF_8)
                + "\n")
            .getBytes(UTF_8);
    Descriptor root = source.tagged(source.add(MediaType.IMAGE_MANIFEST, foreign));

    Transfer.create().copy(source, "v1", target);

    assertThat(target.content.get(root.digest())).isEqualTo(foreign);
  }

  @Test
  void copy_nestedIndex_childrenComeBeforeParents() {
    Descriptor root = source.tagged(nestedIndex());

    Transfer.create().withConcurrency(8).copy(source, "v1", target);

    // MemoryStore.push refuses a manifest whose children are missing
    assertThat(target.pushed).last().isEqualTo(root.digest());
    assertThat(target.pushed).doesNotHaveDuplicates().hasSize(source.content.size());
  }

  /** An index of one manifest, and of an index that lists the same manifest once more. */
  private Descriptor nestedIndex() {
    Descriptor shared = source.addArtifact("a", "b");
    Descriptor other = source.addArtifact("b", "c");
    Descriptor inner = source.add(ImageIndex.create(List.of(other, shared)));
    return source.add(ImageIndex.create(List.of(shared, inner)));
  }

  @Test
  void copy_manifestOnTwoLevels_isFetchedAndPushedOnce() {
    Descriptor shared = source.addArtifact("a");
    Descriptor inner = source.add(ImageIndex.create(List.of(shared)));
    source.tagged(source.add(ImageIndex.create(List.of(shared, inner))));

    Transfer.create().copy(source, "v1", target);

    assertThat(source.opened).doesNotHaveDuplicates();
    assertThat(target.pushedOf(List.of(shared, inner)))
        .containsExactly(shared.digest(), inner.digest());
  }

  @Test
  void copy_blobNamedTwice_movesOnce() {
    source.tagged(source.addArtifact("a", "a", "{}"));

    TransferResult result = Transfer.create().withConcurrency(8).copy(source, "v1", target);

    assertThat(target.pushed).hasSize(3).doesNotHaveDuplicates();
    assertThat(result.blobs()).isEqualTo(3);
  }

  @Test
  void copy_again_movesNothing() {
    Descriptor root = source.tagged(source.addArtifact("a"));
    Transfer.create().copy(source, "v1", target);
    target.pushed.clear();
    source.opened.clear();

    TransferResult result = Transfer.create().copy(source, "v1", target, "v2");

    assertThat(target.pushed).isEmpty();
    assertThat(source.opened).isEmpty();
    assertThat(target.tags).containsEntry("v2", root);
    assertThat(result)
        .isEqualTo(new TransferResult(root, 1, new TransferBytes(0, root.size(), 0, 0, 0)));
  }

  @Test
  void copy_targetHasAPart_movesTheRest() {
    Descriptor root = source.tagged(source.addArtifact("a", "b"));
    target.add("a");

    TransferResult result = Transfer.create().copy(source, "v1", target);

    assertThat(target.pushed).doesNotContain(Digest.sha256("a")).hasSize(3);
    assertThat(result.skippedBytes()).isEqualTo(1);
    assertThat(result.copiedBytes()).isEqualTo(root.size() + 3);
  }

  @Test
  void copy_targetLostABlob_movesItAgain() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(directory);
    Descriptor root = source.tagged(source.addArtifact("weights", "b"));
    Transfer.create().copy(source, "v1", layout);
    Path lost = directory.resolve("blobs/sha256/" + Digest.sha256("weights").encoded());
    Files.writeString(lost, "wei");

    TransferResult result = Transfer.create().copy(source, "v1", layout);

    assertThat(lost).hasContent("weights");
    assertThat(layout.contains(root)).isTrue();
    assertThat(result.skippedBytes()).isEqualTo(3);
  }

  @Test
  void copy_targetMounts_movesOnlyManifests() {
    Descriptor root = source.tagged(source.addArtifact("a", "b"));
    target.mounts = true;

    TransferResult result = Transfer.create().copy(source, "v1", target);

    assertThat(target.pushed).containsExactly(root.digest());
    assertThat(result)
        .isEqualTo(new TransferResult(root, 4, new TransferBytes(root.size(), 0, 4, 0, 0)));
  }

  @Test
  void copy_sha512Layer_isVerifiedAndCopied() {
    byte[] bytes = "sixty-four bytes of digest".getBytes(UTF_8);
    Digester digester = Digester.matching(Digest.parse("sha512:" + "0".repeat(128)));
    digester.update(bytes, 0, bytes.length);
    Descriptor layer = Descriptor.of(MediaType.OCTET_STREAM, digester.digest(), bytes.length);
    source.content.put(layer.digest(), bytes);
    source.content.put(Descriptor.EMPTY_JSON.digest(), "{}".getBytes(UTF_8));
    Descriptor root =
        source.tagged(source.add(ImageManifest.create(Descriptor.EMPTY_JSON, List.of(layer))));
    OciLayout layout = OciLayout.openOrCreate(directory);

    Transfer.create().copy(source, "v1", layout);

    assertThat(layout.contains(root)).isTrue();
  }

  @Test
  void copy_unknownReference_isNotFound() {
    assertThatThrownBy(() -> Transfer.create().copy(source, "v9", target))
        .isInstanceOf(ContentNotFoundException.class);
  }
}
