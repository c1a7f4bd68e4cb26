package dev.ocimodel.oci.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTagTest {

  @TempDir Path directory;
  private OciLayout layout;
  private Descriptor first;
  private Descriptor second;

  @BeforeEach
  void fill() throws IOException {
    layout = OciLayout.openOrCreate(directory);
    first = TestContent.pushArtifact(layout, "one");
    second = TestContent.pushArtifact(layout, "two");
  }

  @Test
  void resolve_tagOrDigest_findsTheManifest() throws IOException {
    layout.tag(first, "v1");

    assertThat(layout.resolve("v1")).isEqualTo(first);
    assertThat(layout.resolve(first.digest().toString())).isEqualTo(first);
    assertThat(layout.resolve(second.digest().toString()).digest()).isEqualTo(second.digest());
  }

  @Test
  void resolve_digestOfABlobThatIsNoManifest_isRefused() {
    String layer = TestContent.blob("one").descriptor().digest().toString();

    assertThatThrownBy(() -> layout.resolve(layer)).isInstanceOf(InvalidContentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "model:v2", "registry.example/a/b:v2", "blake3:ff"})
  void resolve_unknownName_isNotFound(String name) {
    assertThatThrownBy(() -> layout.resolve(name))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining(name);
  }

  @Test
  void resolve_unknownDigest_isNotFound() {
    assertThatThrownBy(() -> layout.resolve(Digest.sha256("?").toString()))
        .isInstanceOf(ContentNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "sha256:../x", "a b", "-a", "a\n", "a/", "a---b", "é"})
  void tag_notAName_isRefused(String name) {
    assertThatThrownBy(() -> layout.tag(first, name)).isInstanceOf(InvalidContentException.class);
    assertThatThrownBy(() -> layout.resolve(name)).isInstanceOf(InvalidContentException.class);
    assertThat(layout.tags()).isEmpty();
  }

  @Test
  void tag_hugeName_isRefused() {
    assertThatThrownBy(() -> layout.tag(first, "a" + ".a".repeat(500_000)))
        .isInstanceOf(InvalidContentException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "model:v1.0", "registry.example:5000/a/b:v2", "a--b", "1_2+3@4"})
  void tag_name_isListedAndResolves(String name) throws IOException {
    layout.tag(first, name);

    assertThat(layout.tags()).containsExactly(name);
    assertThat(layout.resolve(name)).isEqualTo(first);
  }

  @Test
  void tag_digestOfOtherContentAsName_isRefused() {
    assertThatThrownBy(() -> layout.tag(first, second.digest().toString()))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("digest of other content");
  }

  @Test
  void resolve_foreignIndexGivesADigestAsName_digestStillMeansItsContent() throws IOException {
    Descriptor lying = first.withAnnotation(Annotations.REF_NAME, second.digest().toString());
    Files.write(directory.resolve("index.json"), ImageIndex.create(List.of(lying)).toByteArray());

    assertThat(layout.resolve(second.digest().toString()).digest()).isEqualTo(second.digest());
  }

  @Test
  void tag_ownDigest_listsTheRootWithoutAName() throws IOException {
    layout.tag(first, first.digest().toString());
    layout.tag(first, first.digest().toString());

    assertThat(layout.tags()).isEmpty();
    assertThat(layout.roots()).containsExactly(first);
  }

  @Test
  void tag_twoNamesAndTwice_listsEachOnce() throws IOException {
    layout.tag(first, first.digest().toString());
    layout.tag(first, "v1");
    layout.tag(first, "v2");
    layout.tag(first, "v1");

    assertThat(layout.tags()).containsExactlyInAnyOrder("v1", "v2");
    assertThat(layout.roots()).hasSize(2);
  }

  @Test
  void tag_nameOfAnotherRoot_movesAndTheOtherStaysListed() throws IOException {
    layout.tag(first, "v1");
    layout.tag(second, "v1");

    assertThat(layout.resolve("v1")).isEqualTo(second);
    assertThat(layout.roots())
        .extracting(Descriptor::digest)
        .containsExactlyInAnyOrder(first.digest(), second.digest());
    assertThat(layout.tags()).containsExactly("v1");
  }

  @Test
  void tag_missingManifest_isNotFound() {
    Descriptor missing = Descriptor.of(MediaType.IMAGE_MANIFEST, Digest.sha256("?"), 1);

    assertThatThrownBy(() -> layout.tag(missing, "v1"))
        .isInstanceOf(ContentNotFoundException.class);
    assertThat(layout.tags()).isEmpty();
  }

  @Test
  void untag_onlyName_rootStaysListed() throws IOException {
    layout.tag(first, "v1");

    layout.untag("v1");

    assertThat(layout.tags()).isEmpty();
    assertThat(layout.roots()).containsExactly(first);
    assertThatThrownBy(() -> layout.untag("v1")).isInstanceOf(ContentNotFoundException.class);
  }

  @Test
  void untag_oneOfTwoNames_theOtherStays() throws IOException {
    layout.tag(first, "v1");
    layout.tag(first, "v2");

    layout.untag("v1");

    assertThat(layout.tags()).containsExactly("v2");
    assertThat(layout.roots()).hasSize(1);
  }

  @Test
  void untag_digest_isNotFound() throws IOException {
    layout.tag(first, "v1");

    assertThatThrownBy(() -> layout.untag(first.digest().toString()))
        .isInstanceOf(ContentNotFoundException.class);
    assertThat(layout.tags()).containsExactly("v1");
  }

  @Test
  void tag_foreignFieldsInTheIndex_stayAsTheyWere() throws IOException {
    String foreign =
        "{\"mediaType\":\"application/x.other\",\"digest\":\""
            + Digest.sha256("elsewhere")
            + "\",\"size\":7,\"x-field\":[1.10,null,{\"a\":\"\\u00e9\"}]}";
    Files.writeString(
        directory.resolve("index.json"),
        "{\"x-top\":{\"n\":123456789012345678901234567890},\"schemaVersion\":2,\"manifests\":["
            + foreign
            + "],\"annotations\":{\"k\":\"v\"}}");

    layout.tag(first, "v1");
    layout.tag(second, "v1");
    layout.untag("v1");

    assertThat(Files.readString(directory.resolve("index.json"), UTF_8))
        .startsWith("{\"x-top\":{\"n\":123456789012345678901234567890},\"schemaVersion\":2,")
        .contains(foreign.replace("\\u00e9", "é"))
        .contains("\"annotations\":{\"k\":\"v\"}");
  }

  @Test
  void referrers_afterPush_areFoundByTypeOrAll() throws IOException {
    ImageManifest referrer =
        ImageManifest.create(Descriptor.EMPTY_JSON, List.of())
            .withArtifactType(new MediaType("application/x.sbom"))
            .withSubject(first)
            .withAnnotations(Map.of("a", "b"));
    layout.push(referrer.toBlob());

    assertThat(layout.referrers(first.digest(), null))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.digest()).isEqualTo(referrer.descriptor().digest());
              assertThat(found.annotations()).containsEntry("a", "b");
            });
    assertThat(layout.referrers(first.digest(), new MediaType("application/x.sbom"))).hasSize(1);
    assertThat(layout.referrers(first.digest(), new MediaType("application/x.other"))).isEmpty();
    assertThat(layout.referrers(second.digest(), null)).isEmpty();
  }

  @Test
  void push_referrerStoredButNotListedByAKilledRun_isListed() throws IOException {
    Blob referrer =
        ImageManifest.create(Descriptor.EMPTY_JSON, List.of()).withSubject(first).toBlob();
    layout.push(referrer);
    Files.write(directory.resolve("index.json"), ImageIndex.create(List.of()).toByteArray());

    layout.push(referrer);

    assertThat(layout.referrers(first.digest(), null)).hasSize(1);
  }
}
