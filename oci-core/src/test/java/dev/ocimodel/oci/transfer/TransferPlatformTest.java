package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferPlatformTest {

  private static final Platform S390X = Platform.of("linux", "s390x");

  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore();

  @TempDir Path directory;
  private Descriptor amd64;
  private Descriptor arm64;
  private Descriptor root;

  @BeforeEach
  void fill() {
    amd64 = source.addArtifact("shared", "amd").withPlatform(Platform.LINUX_AMD64);
    arm64 = source.addArtifact("shared", "arm").withPlatform(Platform.LINUX_ARM64);
    Descriptor attestation = source.addArtifact("attestation");
    root = source.tagged(source.add(ImageIndex.create(List.of(amd64, arm64, attestation))));
  }

  @Test
  void copy_onePlatform_itsManifestBecomesTheRoot() {
    TransferResult result =
        Transfer.create().withPlatform(Platform.LINUX_ARM64).copy(source, "v1", target);

    assertThat(result.root()).isEqualTo(arm64);
    assertThat(target.resolve("v1").digest()).isEqualTo(arm64.digest());
    assertThat(target.content)
        .containsOnlyKeys(
            arm64.digest(),
            Digest.sha256("shared"),
            Digest.sha256("arm"),
            Descriptor.EMPTY_JSON.digest());
    assertThat(source.opened).doesNotContain(amd64.digest());
  }

  @Test
  void copy_onePlatformInANestedIndex_isFound() {
    source.tagged(source.add(ImageIndex.create(List.of(root.withPlatform(Platform.LINUX_ARM64)))));

    Transfer.create().withPlatform(Platform.LINUX_ARM64).copy(source, "v1", target);

    assertThat(target.resolve("v1").digest()).isEqualTo(arm64.digest());
  }

  @Test
  void copy_onePlatformByDigest_leavesItWithoutATag() {
    source.tags.put(root.digest().toString(), root);

    Transfer.create()
        .withPlatform(Platform.LINUX_AMD64)
        .copy(source, root.digest().toString(), target);

    assertThat(target.tags).containsOnlyKeys(amd64.digest().toString());
  }

  @Test
  void copy_onePlatformOfNoIndex_copiesIt() {
    Descriptor only = source.tagged(source.addArtifact("a"));

    Transfer.create().withPlatform(S390X).copy(source, "v1", target);

    assertThat(target.tags).containsEntry("v1", only);
  }

  @Test
  void copy_platformNotThere_saysWhatIs() {
    assertThatThrownBy(() -> Transfer.create().withPlatform(S390X).copy(source, "v1", target))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("s390x")
        .hasMessageContaining("linux/arm64");
    assertThatThrownBy(
            () ->
                Transfer.create()
                    .withPlatforms(List.of(S390X))
                    .copy(source, "v1", OciLayout.openOrCreate(directory)))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("s390x");
  }

  @Test
  void copy_severalPlatforms_keepsTheIndexAndSaysItIsPartial() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(directory);

    TransferResult result =
        Transfer.create()
            .withPlatforms(List.of(Platform.LINUX_AMD64, S390X))
            .copy(source, "v1", layout);

    assertThat(result.root()).isEqualTo(root);
    assertThat(layout.resolve("v1").digest()).isEqualTo(root.digest());
    assertThat(directory.resolve("blobs/sha256/" + root.digest().encoded()))
        .hasBinaryContent(source.content.get(root.digest()));
    assertThat(layout.contains(amd64)).isTrue();
    assertThat(layout.contains(arm64)).isFalse();
    assertThat(layout.contains(root)).isFalse();
    assertThat(layout.partialRoots()).hasSize(1);
    assertThat(Files.readString(directory.resolve("index.json")))
        .contains("\"dev.ocimodel.layout.partial\":\"true\"");

    Transfer.create().copy(source, "v1", layout);

    assertThat(layout.contains(root)).isTrue();
    assertThat(layout.partialRoots()).isEmpty();
  }

  @Test
  void copy_severalPlatformsIntoAStoreOfWholesOnly_isRefusedBeforeABlobMoves() {
    assertThatThrownBy(
            () ->
                Transfer.create()
                    .withPlatforms(List.of(Platform.LINUX_AMD64))
                    .copy(source, "v1", target))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(target.pushed).isEmpty();
  }
}
