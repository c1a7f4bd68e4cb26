package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageConfig;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackagerTest {

  @TempDir Path temporary;
  Path model;
  OciLayout layout;

  @BeforeEach
  void writeModel() throws Exception {
    model = TinyModel.write(temporary.resolve("model"));
    layout = OciLayout.openOrCreate(temporary.resolve("layout"));
  }

  @Test
  void pack_asArtifact_namesEveryLayerTwice() throws Exception {
    ImageManifest manifest = manifest(ModelPackager.create().pack(model, layout, "v1"));

    assertThat(manifest.artifactType())
        .contains(new MediaType("application/vnd.cncf.model.manifest.v1+json"));
    assertThat(manifest.layers())
        .extracting(layer -> layer.annotations().get("org.opencontainers.image.title"))
        .containsExactly(
            "README.md",
            "config.json",
            "empty.txt",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "model.safetensors.index.json",
            "tokenizer/vocab.txt");
    assertThat(manifest.layers())
        .allSatisfy(
            layer ->
                assertThat(layer.annotations().get("org.cncf.model.filepath"))
                    .isEqualTo(layer.annotations().get("org.opencontainers.image.title")));
  }

  @Test
  void pack_asArtifact_rawLayerIsTheFile() throws Exception {
    ImageManifest manifest = manifest(ModelPackager.create().pack(model, layout, "v1"));

    Descriptor weights = manifest.layers().get(3);
    assertThat(weights.mediaType()).hasToString("application/vnd.cncf.model.weight.v1.raw");
    assertThat(weights.digest())
        .isEqualTo(
            Digest.sha256(Files.readAllBytes(model.resolve("model-00001-of-00002.safetensors"))));
    assertThat(manifest.layers().get(0).mediaType())
        .hasToString("application/vnd.cncf.model.doc.v1.raw");
    assertThat(manifest.layers().get(1).mediaType())
        .hasToString("application/vnd.cncf.model.weight.config.v1.raw");
  }

  @Test
  void pack_asArtifact_describesTheModel() throws Exception {
    ImageManifest manifest =
        manifest(ModelPackager.create().withName("tiny").pack(model, layout, "v1"));

    String config =
        new String(
            layout.blob(manifest.config()).read(ContentLimits.create()), StandardCharsets.UTF_8);
    assertThat(config)
        .startsWith(
            "{\"descriptor\":{\"family\":\"phi3\",\"name\":\"tiny\",\"licenses\":[\"MIT\"]},"
                + "\"modelfs\":{\"type\":\"layers\",\"diffIds\":[\"sha256:")
        .endsWith(
            "\"config\":{\"architecture\":\"Phi3ForCausalLM\",\"format\":\"safetensors\","
                + "\"paramSize\":\"20K\",\"precision\":\"bfloat16\"}}");
  }

  @Test
  void pack_asImage_isRunnable() throws Exception {
    Descriptor root =
        ModelPreset.MULTILAYER_TAR_ZSTD
            .packager()
            .withPlatform(Platform.LINUX_ARM64)
            .pack(model, layout, "v1");

    ImageManifest manifest = manifest(root);
    ImageConfig config = ImageConfig.read(layout.blob(manifest.config()), ContentLimits.create());
    assertThat(manifest.artifactType()).isEmpty();
    assertThat(manifest.config().mediaType()).isEqualTo(MediaType.IMAGE_CONFIG);
    assertThat(config.platform()).isEqualTo(Platform.LINUX_ARM64);
    assertThat(config.diffIds()).hasSameSizeAs(manifest.layers()).hasSize(7);
    assertThat(manifest.layers())
        .extracting(Descriptor::mediaType)
        .containsOnly(MediaType.LAYER_TAR_ZSTD);
  }

  @Test
  void pack_uncompressedImage_diffIdsAreTheLayers() throws Exception {
    ImageManifest manifest =
        manifest(ModelPreset.MULTILAYER_TAR.packager().pack(model, layout, "v1"));

    assertThat(ImageConfig.read(layout.blob(manifest.config()), ContentLimits.create()).diffIds())
        .isEqualTo(manifest.layers().stream().map(Descriptor::digest).toList());
  }

  @Test
  void pack_withAnnotation_isInTheManifest() throws Exception {
    Descriptor root =
        ModelPackager.create()
            .withAnnotation("org.opencontainers.image.version", "4")
            .pack(model, layout, "v1");

    assertThat(manifest(root).annotations())
        .containsExactly(Map.entry("org.opencontainers.image.version", "4"));
  }

  @Test
  void pack_rawImage_isRefused() {
    assertThatThrownBy(() -> ModelPackager.create().asImage().pack(model, layout, "v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TAR_ZSTD");
  }

  @Test
  void pack_rawInOneLayer_isRefused() {
    assertThatThrownBy(
            () ->
                ModelPackager.create()
                    .withGrouping(LayerGrouping.ONE_LAYER)
                    .pack(model, layout, "v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LAYER_PER_FILE");
  }

  @Test
  void named_unknownPreset_saysWhichThereAre() {
    assertThat(ModelPreset.named("multilayer-tar-zstd")).isEqualTo(ModelPreset.MULTILAYER_TAR_ZSTD);
    assertThatThrownBy(() -> ModelPreset.named("multi"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("artifact", "single-layer-tar-gz");
  }

  private ImageManifest manifest(Descriptor root) throws Exception {
    return (ImageManifest) layout.manifest(root);
  }
}
