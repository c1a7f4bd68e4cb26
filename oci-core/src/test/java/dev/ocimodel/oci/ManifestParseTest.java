package dev.ocimodel.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParseTest {

  private static final String DIGEST = Digest.sha256("x").toString();
  private static final String CONFIG =
      "{\"mediaType\":\"application/x.config\",\"digest\":\"" + DIGEST + "\",\"size\":1}";
  private static final String CHILD =
      "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
          + DIGEST
          + "\",\"size\":1}";

  @Test
  void parse_manifestWithEverything_givesItsParts() {
    String text =
        "{ \"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.manifest.v1+json\","
            + "\"artifactType\":\"application/x.a\",\"config\":"
            + CONFIG
            + ",\"layers\":["
            + CONFIG
            + "],\"subject\":"
            + CHILD
            + ",\"annotations\":{\"b\":\"1\",\"a\":\"2\"},\"unknown\":[1,{}]}";

    ImageManifest manifest = manifest(text);

    assertThat(manifest.effectiveArtifactType()).contains(new MediaType("application/x.a"));
    assertThat(manifest.config().digest()).hasToString(DIGEST);
    assertThat(manifest.children()).hasSize(2);
    assertThat(manifest.subject()).map(Descriptor::size).contains(1L);
    assertThat(manifest.annotations()).containsExactly(Map.entry("b", "1"), Map.entry("a", "2"));
    assertThat(manifest.toByteArray()).asString().isEqualTo(text);
    assertThat(manifest.descriptor().digest()).isEqualTo(Digest.sha256(text));
    assertThat(manifest.descriptor().artifactType()).hasToString("application/x.a");
  }

  @Test
  void parse_kitOpsManifestWithoutMediaType_isTakenAtItsDescriptor() {
    ImageManifest manifest =
        manifest("{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[]}");

    assertThat(manifest.mediaType()).isEqualTo(MediaType.IMAGE_MANIFEST);
    assertThat(manifest.effectiveArtifactType()).contains(new MediaType("application/x.config"));
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.docker.distribution.manifest.v2+json,layers",
    "application/vnd.docker.distribution.manifest.list.v2+json,manifests"
  })
  void parse_dockerTypes_giveTheSameViews(String type, String field) {
    String config = field.equals("layers") ? "\"config\":" + CONFIG + "," : "";
    String text =
        "{\"schemaVersion\":2,\"mediaType\":\"" + type + "\"," + config + "\"" + field + "\":[]}";

    Manifest manifest = Manifest.parse(new MediaType(type), text.getBytes(UTF_8));

    assertThat(manifest.mediaType()).hasToString(type);
    assertThat(manifest)
        .isInstanceOf(type.contains("list") ? ImageIndex.class : ImageManifest.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaVersion\":1,\"config\":%C,\"layers\":[]}",
        "{\"schemaVersion\":1,\"name\":\"x\",\"fsLayers\":[]}",
        "{\"schemaVersion\":\"2\",\"config\":%C,\"layers\":[]}",
        "{\"schemaVersion\":2.0,\"config\":%C,\"layers\":[]}",
        "{\"config\":%C,\"layers\":[]}",
        "{\"schemaVersion\":2,\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":%C}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":{}}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[1]}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[null]}",
        "{\"schemaVersion\":2,\"config\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"manifests\":[]}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"manifests\":null}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"Layers\":[]}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"layer\u017f\":[]}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"MediaType\":\"a/b\"}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"mediaType\":"
            + "\"application/vnd.oci.image.index.v1+json\"}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"mediaType\":1}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"artifactType\":\"no type\"}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"annotations\":{\"a\":1}}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"annotations\":[]}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[],\"subject\":{}}",
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\"sha256:../x\","
            + "\"size\":1},\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":%D,\"size\":-1},"
            + "\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":%D,\"size\":1e3},"
            + "\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":%D,\"size\":1,"
            + "\"Digest\":%D},\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":%D},\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":{\"digest\":%D,\"size\":1},\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":%C,\"layers\":[]} trailing",
        "[]",
        ""
      })
  void parse_forbiddenOrAmbiguous_isRefused(String template) {
    String text = template.replace("%C", CONFIG).replace("%D", "\"" + DIGEST + "\"");

    assertThatThrownBy(() -> manifest(text)).isInstanceOf(InvalidContentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"config\":{}}",
        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"a/b\"}]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":"
            + "\"application/vnd.oci.image.manifest.v1+json\"}"
      })
  void parse_forbiddenOrAmbiguousIndex_isRefused(String text) {
    assertThatThrownBy(() -> Manifest.parse(MediaType.IMAGE_INDEX, text.getBytes(UTF_8)))
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void parse_indexWhoseManifestsAreNull_isEmpty() {
    // what Go programs write for an index they put nothing into, umoci's layouts among them
    byte[] content = "{\"schemaVersion\":2,\"manifests\":null}".getBytes(UTF_8);

    assertThat(Manifest.parse(MediaType.IMAGE_INDEX, content).children()).isEmpty();
  }

  @Test
  void parse_notAManifestType_isRefused() {
    assertThatThrownBy(() -> Manifest.parse(MediaType.IMAGE_CONFIG, "{}".getBytes(UTF_8)))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining(MediaType.IMAGE_CONFIG.value());
  }

  @Test
  void read_overTheLimit_isRefusedUnlessTheLimitIsRaised() throws IOException {
    String padding = "x".repeat(5 * 1024 * 1024);
    byte[] content =
        ("{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"a\":\"" + padding + "\"}}")
            .getBytes(UTF_8);
    Blob blob = Blob.of(MediaType.IMAGE_INDEX, content);

    assertThatThrownBy(() -> Manifest.read(blob, ContentLimits.create()))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxManifestSize");
    ContentLimits raised = ContentLimits.create().withMaxManifestSize(6 * 1024 * 1024);
    assertThat(Manifest.read(blob, raised).annotations()).containsEntry("a", padding);
  }

  @Test
  void read_sizeOf2To62_isRefusedWithoutReading() {
    Descriptor huge = Descriptor.of(MediaType.IMAGE_MANIFEST, Digest.sha256("x"), 1L << 62);

    assertThatThrownBy(() -> Manifest.read(Blob.of(huge, new byte[0]), ContentLimits.create()))
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void toByteArray_isACopy() {
    ImageManifest manifest =
        manifest("{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[]}");
    manifest.toByteArray()[0] = 'x';

    assertThat(Digest.sha256(manifest.toByteArray())).isEqualTo(manifest.descriptor().digest());
  }

  private static ImageManifest manifest(String text) {
    return (ImageManifest) Manifest.parse(MediaType.IMAGE_MANIFEST, text.getBytes(UTF_8));
  }
}
