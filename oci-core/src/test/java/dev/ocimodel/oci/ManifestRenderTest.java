package dev.ocimodel.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestRenderTest {

  private static final Descriptor CONFIG =
      Descriptor.of(MediaType.IMAGE_CONFIG, Digest.sha256("config"), 6);
  private static final Descriptor LAYER =
      Descriptor.of(MediaType.LAYER_TAR_ZSTD, Digest.sha256("layer"), 5)
          .withAnnotation(Annotations.TITLE, "größe.bin");

  @Test
  void create_minimalArtifact_hasTheGoldenBytes() {
    ImageManifest manifest =
        ImageManifest.create(Descriptor.EMPTY_JSON, List.of())
            .withArtifactType(new MediaType("application/x.test"));

    assertThat(manifest.toByteArray())
        .asString()
        .isEqualTo(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"artifactType\":\"application/x.test\",\"config\":{\"mediaType\":"
                + "\"application/vnd.oci.empty.v1+json\",\"digest\":"
                + "\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\","
                + "\"size\":2,\"data\":\"e30=\"},\"layers\":[]}");
  }

  @Test
  void create_everyField_hasTheGoldenDigest() {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("z", "1");
    annotations.put("a", "2");
    ImageManifest manifest =
        ImageManifest.create(CONFIG, List.of(LAYER, LAYER))
            .withArtifactType(new MediaType("application/x.test"))
            .withSubject(Descriptor.of(MediaType.IMAGE_MANIFEST, Digest.sha256("subject"), 7))
            .withAnnotations(annotations);

    assertThat(manifest.descriptor().digest())
        .hasToString("sha256:b0ed507395a66993eee9373cb57661e932c2faf3e3abad0dbbd8127103f0a1c1");
  }

  @Test
  void create_indexWithPlatforms_hasTheGoldenDigest() {
    ImageIndex index =
        ImageIndex.create(
                List.of(
                    CONFIG.withPlatform(
                        new Platform("windows", "amd64", null, "10.0.1", List.of("win32k"))),
                    CONFIG
                        .withPlatform(Platform.parse("linux/arm64/v8"))
                        .withArtifactType(MediaType.OCTET_STREAM)))
            .withArtifactType(new MediaType("application/x.test"))
            .withAnnotations(Map.of("a", "b"));

    assertThat(index.descriptor().digest())
        .hasToString("sha256:c8c712688cd636017689efc4c3cd402c74a44e26634d9056e6db969f77d5a73b");
  }

  @Test
  void parse_rendered_givesAnEqualManifest() {
    ImageManifest manifest =
        ImageManifest.create(CONFIG, List.of(LAYER)).withAnnotations(Map.of("a", "b"));
    ImageIndex index =
        ImageIndex.create(List.of(manifest.descriptor().withPlatform(Platform.LINUX_AMD64)))
            .withSubject(manifest.descriptor());

    ImageManifest read =
        (ImageManifest) Manifest.parse(manifest.mediaType(), manifest.toByteArray());
    ImageIndex readIndex = (ImageIndex) Manifest.parse(index.mediaType(), index.toByteArray());

    assertThat(read).isEqualTo(manifest).hasSameHashCodeAs(manifest);
    assertThat(read.layers()).containsExactly(LAYER);
    assertThat(readIndex).isEqualTo(index).isNotEqualTo(manifest);
    assertThat(readIndex.manifests()).isEqualTo(index.manifests());
    assertThat(readIndex.subject()).isEqualTo(index.subject());
  }

  @Test
  void withAnnotations_ofAParsedManifest_rendersNewBytesAndLeavesTheOld() {
    byte[] foreign =
        (" "
                + new String(
                    ImageManifest.create(CONFIG, List.of(LAYER)).toByteArray(),
                    java.nio.charset.StandardCharsets.UTF_8))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ImageManifest parsed = (ImageManifest) Manifest.parse(MediaType.IMAGE_MANIFEST, foreign);

    ImageManifest changed = parsed.withAnnotations(Map.of("a", "b"));

    assertThat(parsed.toByteArray()).isEqualTo(foreign);
    assertThat(changed.descriptor().digest()).isNotEqualTo(parsed.descriptor().digest());
    assertThat(changed.layers()).isEqualTo(parsed.layers());
  }
}
