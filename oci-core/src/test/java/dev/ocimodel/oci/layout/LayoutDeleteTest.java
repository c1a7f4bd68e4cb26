package dev.ocimodel.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutDeleteTest {

  @TempDir Path directory;
  private OciLayout layout;
  private Descriptor first;
  private Descriptor second;

  @BeforeEach
  void fill() throws IOException {
    layout = OciLayout.openOrCreate(directory);
    first = TestContent.pushArtifact(layout, "shared", "one");
    second = TestContent.pushArtifact(layout, "shared", "two");
    layout.tag(first, "v1");
    layout.tag(first, "latest");
    layout.tag(second, "v2");
  }

  @Test
  void delete_root_goesWithItsNamesAndTheBlobsNobodyElseNeeds() throws IOException {
    layout.delete(first.digest());

    assertThat(layout.tags()).containsExactly("v2");
    assertThat(layout.contains(first)).isFalse();
    assertThat(has("one")).isFalse();
    assertThat(has("shared")).isTrue();
    assertThat(layout.contains(second)).isTrue();
  }

  @Test
  void delete_lastRoot_leavesNoBlobs() throws IOException {
    layout.delete(first.digest());
    layout.delete(second.digest());

    assertThat(directory.resolve("blobs/sha256")).isEmptyDirectory();
  }

  @Test
  void delete_rootThatAnIndexNeeds_onlyUnlistsIt() throws IOException {
    Manifest index = ImageIndex.create(List.of(first, second));
    layout.push(index.toBlob());
    layout.tag(index.descriptor(), "all");

    layout.delete(first.digest());

    assertThat(layout.tags()).containsExactlyInAnyOrder("v2", "all");
    assertThat(layout.contains(index.descriptor())).isTrue();
  }

  @Test
  void delete_notARoot_isNotFound() {
    assertThatThrownBy(() -> layout.delete(Digest.sha256("?")))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("nothing was deleted");
  }

  @Test
  void delete_otherRootIsDamaged_deletesNothing() throws IOException {
    damage(second);

    assertThatThrownBy(() -> layout.delete(first.digest()))
        .isInstanceOf(ContentMismatchException.class);
    assertThat(layout.tags()).containsExactlyInAnyOrder("v1", "latest", "v2");
    assertThat(has("one")).isTrue();
  }

  @Test
  void delete_damagedRoot_goesAlone() throws IOException {
    damage(first);

    layout.delete(first.digest());

    assertThat(layout.tags()).containsExactly("v2");
    assertThat(file(first)).doesNotExist();
    assertThat(layout.contains(second)).isTrue();
  }

  @Test
  void delete_deeplyNestedIndexes_needsNoDeepStack() throws IOException {
    Descriptor root = first;
    for (int depth = 0; depth < 3_000; depth++) {
      byte[] index = ImageIndex.create(List.of(root)).toByteArray();
      root = Descriptor.of(dev.ocimodel.oci.MediaType.IMAGE_INDEX, index);
      Files.write(file(root), index); // as another tool would have written it
    }
    layout.tag(root, "deep");

    assertThat(layout.contains(root)).isTrue();
    layout.delete(root.digest());

    assertThat(layout.contains(first)).isTrue();
    assertThat(file(root)).doesNotExist();
  }

  private boolean has(String layer) {
    return layout.contains(TestContent.blob(layer).descriptor());
  }

  private void damage(Descriptor manifest) throws IOException {
    byte[] content = Files.readAllBytes(file(manifest));
    content[20] ^= 1;
    Files.write(file(manifest), content);
  }

  private Path file(Descriptor descriptor) {
    return directory.resolve("blobs/sha256/" + descriptor.digest().encoded());
  }
}
