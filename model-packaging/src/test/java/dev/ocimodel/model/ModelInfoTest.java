package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelInfoTest {

  private static final String SHARD = "model-00001-of-00002.safetensors";

  @TempDir Path temporary;
  Path model;
  OciLayout layout;

  @BeforeEach
  void writeModel() throws Exception {
    model = TinyModel.write(temporary.resolve("model"));
    layout = OciLayout.openOrCreate(temporary.resolve("layout"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ModelPreset.class,
      names = {"ARTIFACT", "MULTILAYER_TAR", "MULTILAYER_TAR_GZ", "MULTILAYER_TAR_ZSTD"})
  void files_layerPerFile_areListedWithTheirSizes(ModelPreset preset) throws Exception {
    preset.packager().pack(model, layout, "v1");

    ModelInfo info = ModelInfo.of(layout, "v1");

    assertThat(info.files())
        .extracting(ModelFile::path)
        .containsExactlyElementsOf(TinyModel.contents(model).keySet());
    assertThat(info.files()).allMatch(ModelFile::sizeKnown);
    assertThat(info.files())
        .filteredOn(file -> file.path().equals(SHARD))
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.size()).isEqualTo(model.resolve(SHARD).toFile().length());
              assertThat(file.category()).isEqualTo(FileCategory.WEIGHT);
              assertThat(file.format()).hasToString("safetensors");
            });
    assertThat(info.unlistedLayers()).isEmpty();
  }

  @Test
  void files_oneLayer_areNotKnown() throws Exception {
    ModelPreset.SINGLE_LAYER_TAR_GZ.packager().pack(model, layout, "v1");

    ModelInfo info = ModelInfo.of(layout, "v1");

    assertThat(info.files()).isEmpty();
    assertThat(info.unlistedLayers()).hasSize(1);
    assertThat(info.kind()).isEqualTo(ArtifactKind.IMAGE);
  }

  @Test
  void description_ofAnArtifact_isThatOfTheModel() throws Exception {
    ModelPackager.create().withName("tiny").pack(model, layout, "v1");

    ModelInfo info = ModelInfo.of(layout, "v1");

    assertThat(info.description())
        .isEqualTo(
            new ModelDescription(
                "tiny",
                "phi3",
                "Phi3ForCausalLM",
                "safetensors",
                "20K",
                "bfloat16",
                null,
                List.of("MIT")));
    assertThat(info.artifactType()).contains(ModelPack.ARTIFACT_TYPE);
    assertThat(info.layerBytes()).isBetween(40_000L, 50_000L);
  }

  @Test
  void tensors_readsHeadersOnly() throws Exception {
    ModelPackager.create().pack(model, layout, "v1");
    FaultySource source = FaultySource.whole(layout);
    ModelInfo info = ModelInfo.of(source, "v1");
    assertThat(source.openings).allMatch(opening -> opening.descriptor().size() < 10_000);
    source.openings.clear();

    assertThat(info.tensors()).hasSize(2);
    assertThat(info.tensors(SHARD).tensors())
        .singleElement()
        .satisfies(tensor -> assertThat(tensor.shape()).containsExactly(100L, 100L));
    assertThat(source.openings).allMatch(opening -> opening.length() < 100);
  }

  @Test
  void tensors_ofWhatIsNoRawFile_saysSo() throws Exception {
    ModelPreset.MULTILAYER_TAR_ZSTD.packager().pack(model, layout, "v1");

    assertThatThrownBy(() -> ModelInfo.of(layout, "v1").tensors(SHARD))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("raw layer");
  }
}
