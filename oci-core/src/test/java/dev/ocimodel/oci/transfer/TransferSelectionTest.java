package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a part of an artifact. */
class TransferSelectionTest {

  private static final Digest CONFIG_FILE = Digest.sha256("{json}");
  private static final Digest WEIGHTS = Digest.sha256("weights");

  private final MemoryStore source = new MemoryStore();
  private final Transfer small = Transfer.create().withSelection(Layers.named("*.json"));

  @TempDir Path directory;
  private OciLayout layout;
  private Descriptor root;

  @BeforeEach
  void prepare() {
    layout = OciLayout.openOrCreate(directory);
    source.addArtifact();
    root =
        source.tagged(
            source.add(
                ImageManifest.create(
                    Descriptor.EMPTY_JSON,
                    List.of(
                        source.add("{json}").withAnnotation(Annotations.TITLE, "config.json"),
                        source
                            .add("weights")
                            .withAnnotation("org.cncf.model.filepath", "a/model.safetensors")))));
  }

  @Test
  void copy_selectedLayersOnly_marksTheRootAsPartial() throws IOException {
    TransferResult result = small.copy(source, "v1", layout);

    assertThat(result.bytes()).isEqualTo(new TransferBytes(2 + 6 + root.size(), 0, 0, 0, 0));
    assertThat(source.opened).doesNotContain(WEIGHTS);
    assertThat(layout.resolve("v1")).isEqualTo(root);
    assertThat(layout.contains(root)).isFalse();
    assertThat(layout.partialRoots())
        .extracting(r -> r.annotations().get(Annotations.REF_NAME))
        .containsExactly("v1");
    assertThatThrownBy(() -> layout.blob(layout.manifest(root).children().get(2)).open())
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("left out");
  }

  @Test
  void copy_samePartAgain_movesNothing() {
    small.copy(source, "v1", layout);

    TransferResult again = small.copy(source, "v1", layout);

    assertThat(again.copiedBytes()).isZero();
    assertThat(layout.partialRoots()).hasSize(1);
  }

  @Test
  void copy_theRestLater_movesOnlyThatAndRemovesEveryMark() throws IOException {
    small.copy(source, "v1", layout);
    layout.tag(root, "latest");
    assertThat(layout.partialRoots()).hasSize(2);

    TransferResult whole = Transfer.create().copy(source, "v1", layout);

    assertThat(whole.bytes().skipped()).isEqualTo(2 + 6);
    assertThat(layout.contains(root)).isTrue();
    assertThat(layout.partialRoots()).isEmpty();
    assertThat(Files.readString(directory.resolve("index.json"))).doesNotContain("partial");
  }

  @Test
  void copy_restInASecondSelection_completesItAsWell() {
    small.copy(source, "v1", layout);

    Transfer.create().withSelection(Layers.named("a/*.safetensors")).copy(source, "v1", layout);

    assertThat(layout.contains(root)).isTrue();
    assertThat(layout.partialRoots()).isEmpty();
  }

  @Test
  void copy_fromAPartialLayout_failsForWhatIsAbsentAndNotForThePart(@TempDir Path other) {
    small.copy(source, "v1", layout);
    OciLayout second = OciLayout.openOrCreate(other);

    assertThatThrownBy(() -> Transfer.create().copy(layout, "v1", second))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining(WEIGHTS.toString());
    small.copy(layout, "v1", second);

    assertThat(second.resolve("v1")).isEqualTo(root);
    assertThat(second.partialRoots()).hasSize(1);
  }

  @Test
  void copy_everythingSelected_isWholeInAnyStore() {
    MemoryStore target = new MemoryStore();

    Transfer.create().withSelection(layer -> true).copy(source, "v1", target);

    assertThat(target.tags).containsKey("v1");
  }

  @Test
  void copy_partIntoAStoreOfWholesOnly_isRefusedBeforeABlobMoves() {
    MemoryStore target = new MemoryStore();

    assertThatThrownBy(() -> small.copy(source, "v1", target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OciLayout");
    assertThat(target.pushed).isEmpty();
    assertThat(source.opened).containsOnly(root.digest());
  }

  @Test
  void copy_partOfAnIndexWithReferrers_theReferrersAreWhole() {
    Descriptor index = source.tagged(source.add(ImageIndex.create(List.of(root))));
    Descriptor signature = source.addReferrer(root, "application/vnd.test.signature", "sig");

    small.withReferrers().copy(source, "v1", layout);

    assertThat(layout.contains(signature)).isTrue();
    assertThat(layout.contains(index)).isFalse();
    assertThat(layout.referrers(root.digest(), null)).hasSize(1);
    assertThat(layout.partialRoots())
        .extracting(Descriptor::digest)
        .containsExactly(index.digest());
  }

  @Test
  void copy_partOfAReferrer_isListedAndMarked() {
    Descriptor subject = source.addArtifact("s");
    Descriptor referrer =
        source.tagged(source.addReferrer(subject, "application/vnd.test.x", "big"));

    small.copy(source, "v1", layout);

    assertThat(layout.referrers(subject.digest(), null)).hasSize(1);
    assertThat(layout.partialRoots())
        .extracting(Descriptor::digest)
        .containsOnly(referrer.digest());
  }

  @Test
  void plan_part_saysWhatIsLeftOut() {
    PlannedRoot plan = small.plan(source, "v1", layout);

    assertThat(plan.bytes(PlannedItem.Action.LEAVE_OUT)).isEqualTo(7);
    assertThat(plan.bytes(PlannedItem.Action.COPY)).isEqualTo(2 + 6 + root.size());
    assertThat(layout.roots()).isEmpty();
    assertThat(directory.resolve("blobs")).doesNotExist();
  }

  @Test
  void pushPartial_damagedManifest_isReplaced() throws IOException {
    small.copy(source, "v1", layout);
    Path file = directory.resolve("blobs/sha256/" + root.digest().encoded());
    Files.write(file, new byte[(int) root.size()]);

    small.copy(source, "v1", layout);

    assertThat(file).hasBinaryContent(source.content.get(root.digest()));
  }

  @Test
  void delete_partialRoot_takesWhatIsThere() throws IOException {
    small.copy(source, "v1", layout);

    layout.delete(root.digest());

    assertThat(layout.roots()).isEmpty();
    assertThat(directory.resolve("blobs/sha256/" + CONFIG_FILE.encoded())).doesNotExist();
  }

  @Test
  void select_byAnnotationOrType_combine() {
    Descriptor layer =
        source.add("x").withAnnotation("role", "tokenizer").withMediaType(MediaType.LAYER_TAR);

    assertThat(Layers.annotated("role", "tokenizer")).accepts(layer);
    assertThat(Layers.annotated("role", "weights").or(Layers.ofType(MediaType.LAYER_TAR)))
        .accepts(layer);
    assertThat(Layers.ofType(MediaType.LAYER_TAR).negate()).rejects(layer);
    assertThat(Layers.named("**")).rejects(layer);
  }
}
