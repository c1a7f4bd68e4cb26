package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promises about manifests, and the names that stand for them. */
interface ManifestContract extends TargetContract {

  private static void assertSame(Descriptor actual, Descriptor expected) {
    assertThat(actual.digest()).isEqualTo(expected.digest());
    assertThat(actual.mediaType()).isEqualTo(expected.mediaType());
    assertThat(actual.size()).isEqualTo(expected.size());
  }

  @Test
  default void push_manifest_keepsItsBytes() throws IOException {
    target().push(TestContent.emptyConfig());
    Descriptor config = Descriptor.EMPTY_JSON;
    String spaced =
        "{ \"layers\": [], \"schemaVersion\" : 2,\n \"config\": {\"size\":2, \"digest\":\""
            + config.digest()
            + "\", \"mediaType\":\""
            + config.mediaType()
            + "\"}, \"unknown\": [1] }\n";
    Blob manifest = Blob.of(MediaType.IMAGE_MANIFEST, spaced.getBytes(StandardCharsets.UTF_8));
    target().push(manifest);
    assertHolds(manifest);
    assertSame(target().resolve(manifest.descriptor().digest().toString()), manifest.descriptor());
  }

  @Test
  default void push_manifestTwice_leavesIt() throws IOException {
    ImageManifest manifest = pushArtifact(40);
    target().push(manifest.toBlob());
    assertHolds(manifest.toBlob());
  }

  @Test
  default void push_manifestWithoutLayer_isRefused() throws IOException {
    target().push(TestContent.emptyConfig());
    ImageManifest manifest =
        TestContent.artifact("application/vnd.test", List.of(TestContent.blob(41, 100)));
    assertThatThrownBy(() -> target().push(manifest.toBlob()))
        .isInstanceOf(ContentNotFoundException.class);
    assertAbsent(manifest.descriptor());
  }

  @Test
  default void push_manifestWithoutConfig_isRefused() throws IOException {
    Blob layer = TestContent.blob(42, 100);
    target().push(layer);
    ImageManifest manifest = TestContent.artifact("application/vnd.test", List.of(layer));
    assertThatThrownBy(() -> target().push(manifest.toBlob()))
        .isInstanceOf(ContentNotFoundException.class);
    assertAbsent(manifest.descriptor());
  }

  @Test
  default void push_index() throws IOException {
    ImageIndex index =
        ImageIndex.create(List.of(pushArtifact(43).descriptor(), pushArtifact(44).descriptor()));
    target().push(index.toBlob());
    target().tag(index.descriptor(), "many");
    assertSame(target().resolve("many"), index.descriptor());
    assertThat(target().manifest(index.descriptor())).isEqualTo(index);
  }

  @Test
  default void push_indexWithoutManifest_isRefused() throws IOException {
    ImageManifest absent =
        TestContent.artifact("application/vnd.test", List.of(TestContent.blob(45, 100)));
    ImageIndex index =
        ImageIndex.create(List.of(pushArtifact(46).descriptor(), absent.descriptor()));
    assertThatThrownBy(() -> target().push(index.toBlob()))
        .isInstanceOf(ContentNotFoundException.class);
    assertAbsent(index.descriptor());
  }

  @Test
  default void push_manifestWithOtherDigest_isRefused() throws IOException {
    ImageManifest here = pushArtifact(47);
    Descriptor promised =
        Descriptor.of(
            MediaType.IMAGE_MANIFEST,
            TestContent.blob(48, 10).descriptor().digest(),
            here.descriptor().size());
    assertThatThrownBy(() -> target().push(new FakeBlob(promised, here.toByteArray())))
        .isInstanceOf(ContentMismatchException.class);
    assertAbsent(promised);
  }

  @Test
  default void push_malformedManifest_isRefused() {
    Blob malformed =
        Blob.of(MediaType.IMAGE_MANIFEST, "{\"schema".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> target().push(malformed)).isInstanceOf(InvalidContentException.class);
    assertAbsent(malformed.descriptor());
  }

  @Test
  default void tag_thenResolve() throws IOException {
    ImageManifest manifest = pushArtifact(50);
    target().tag(manifest.descriptor(), "v1.0_rc-1");
    assertSame(target().resolve("v1.0_rc-1"), manifest.descriptor());
    assertSame(target().resolve(manifest.descriptor().digest().toString()), manifest.descriptor());
  }

  @Test
  default void tag_again_moves() throws IOException {
    ImageManifest first = pushArtifact(51);
    ImageManifest second = pushArtifact(52);
    target().tag(first.descriptor(), "latest");
    target().tag(first.descriptor(), "stable");
    target().tag(second.descriptor(), "latest");
    assertSame(target().resolve("latest"), second.descriptor());
    assertSame(target().resolve("stable"), first.descriptor());
  }

  @Test
  default void tag_sameAgain_stays() throws IOException {
    ImageManifest manifest = pushArtifact(53);
    target().tag(manifest.descriptor(), "v1");
    target().tag(manifest.descriptor(), "v1");
    assertSame(target().resolve("v1"), manifest.descriptor());
  }

  @Test
  default void tag_ownDigest_isResolvable() throws IOException {
    ImageManifest manifest = pushArtifact(54);
    String digest = manifest.descriptor().digest().toString();
    target().tag(manifest.descriptor(), digest);
    assertSame(target().resolve(digest), manifest.descriptor());
  }

  @Test
  default void tag_absentManifest_isNotFound() {
    ImageManifest absent =
        TestContent.artifact("application/vnd.test", List.of(TestContent.blob(55, 100)));
    assertThatThrownBy(() -> target().tag(absent.descriptor(), "v1"))
        .isInstanceOf(ContentNotFoundException.class);
    assertThatThrownBy(() -> target().resolve("v1")).isInstanceOf(ContentNotFoundException.class);
  }

  @Test
  default void tag_invalidName_isRefused() throws IOException {
    ImageManifest manifest = pushArtifact(56);
    for (String invalid : List.of("", ".hidden", "-x", "a b", "a\nb", "tag?x=1", "../up")) {
      assertThatThrownBy(() -> target().tag(manifest.descriptor(), invalid))
          .as("tag \"%s\"", invalid)
          .isInstanceOf(InvalidContentException.class);
    }
  }

  @Test
  default void tag_digestOfOtherContent_isRefused() throws IOException {
    ImageManifest manifest = pushArtifact(57);
    String other = pushArtifact(58).descriptor().digest().toString();
    assertThatThrownBy(() -> target().tag(manifest.descriptor(), other))
        .isInstanceOf(InvalidContentException.class);
    assertThat(target().resolve(other).digest()).hasToString(other);
  }

  @Test
  default void push_manifestThatIsThereAsABlob_stillNeedsItsChildren() throws IOException {
    ImageManifest manifest =
        TestContent.artifact("application/vnd.test", List.of(TestContent.blob(59, 100)));
    target().push(Blob.of(MediaType.OCTET_STREAM, manifest.toByteArray()));
    assertThatThrownBy(() -> target().push(manifest.toBlob()))
        .isInstanceOf(ContentNotFoundException.class);
  }

  @Test
  default void push_manifestOverTheLimit_isRefused() throws IOException {
    target().push(TestContent.emptyConfig());
    String tooLong = "x".repeat((int) target().limits().maxManifestSize());
    ImageManifest manifest =
        TestContent.artifact("application/vnd.test", List.of(TestContent.emptyConfig()))
            .withAnnotations(Map.of("org.example.long", tooLong));
    assertThatThrownBy(() -> target().push(manifest.toBlob()))
        .isInstanceOf(InvalidContentException.class);
    assertAbsent(manifest.descriptor());
  }
}
