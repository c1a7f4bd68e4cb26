package dev.ocimodel.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciLayoutTest {

  @TempDir Path directory;

  @Test
  void openOrCreate_absentDirectory_makesAnEmptyLayout() {
    Path path = directory.resolve("a/b");

    OciLayout.openOrCreate(path);

    assertThat(path.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    assertThat(OciLayout.open(path).tags()).isEmpty();
    assertThat(OciLayout.open(path).roots()).isEmpty();
  }

  @Test
  void openOrCreate_layout_keepsItsContent() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(directory);
    layout.tag(TestContent.pushArtifact(layout, "x"), "v1");

    assertThat(OciLayout.openOrCreate(directory).tags()).containsExactly("v1");
  }

  @Test
  void openOrCreate_killedBeforeItsMarker_finishes() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(directory);
    layout.tag(TestContent.pushArtifact(layout, "x"), "v1");
    Files.delete(directory.resolve("oci-layout"));

    assertThat(OciLayout.openOrCreate(directory).tags()).containsExactly("v1");
  }

  @Test
  void openOrCreate_foreignDirectory_isRefusedAndLeftAlone() throws IOException {
    Files.createFile(directory.resolve("thesis.doc"));

    assertThatThrownBy(() -> OciLayout.openOrCreate(directory))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("thesis.doc");
    assertThat(directory.toFile().list()).containsExactly("thesis.doc");
  }

  @Test
  void openOrCreate_file_isAStorageFailure() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> OciLayout.openOrCreate(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void open_noLayout_isNotFound() {
    assertThatThrownBy(() -> OciLayout.open(directory))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("oci-layout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"imageLayoutVersion\":\"2.0.0\"}",
        "{\"imageLayoutVersion\":1}",
        "[]"
      })
  void open_otherMarker_isRefused(String marker) throws IOException {
    Files.writeString(directory.resolve("oci-layout"), marker);

    assertThatThrownBy(() -> OciLayout.open(directory))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("oci-layout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":1,\"manifests\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[{}]}",
        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"a/b\",\"digest\":\"sha256:../../x\","
            + "\"size\":1}]}"
      })
  void roots_malformedIndex_isRefusedByName(String index) throws IOException {
    OciLayout layout = OciLayout.openOrCreate(directory);
    var root = TestContent.pushArtifact(layout, "x");
    Files.writeString(directory.resolve("index.json"), index);

    assertThatThrownBy(layout::roots)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("index.json");
    assertThatThrownBy(() -> layout.tag(root, "v1")).isInstanceOf(InvalidContentException.class);
    assertThat(directory.resolve("index.json")).as("left alone").hasContent(index);
  }

  @Test
  void roots_missingIndex_isRefusedByName() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(directory);
    Files.delete(directory.resolve("index.json"));

    assertThatThrownBy(layout::roots)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("index.json");
  }

  @Test
  void roots_indexOverTheLimit_isRefused() throws IOException {
    OciLayout layout =
        OciLayout.openOrCreate(directory)
            .withLimits(ContentLimits.create().withMaxLayoutIndexSize(100));
    Files.writeString(directory.resolve("index.json"), " ".repeat(101));

    assertThatThrownBy(layout::roots)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxLayoutIndexSize");
  }

  @Test
  void roots_indexWithNullManifests_isEmptyAndCanBeTagged() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(directory);
    Files.writeString(directory.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":null}");

    assertThat(layout.roots()).isEmpty();
    layout.tag(TestContent.pushArtifact(layout, "x"), "v1");
    assertThat(layout.tags()).containsExactly("v1");
  }
}
