package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.layout.OciLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other tools wrote, read back. */
class VectorsTest {

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "modctl-raw,MODEL_PACK",
    "modctl-tar,MODEL_PACK",
    "kit,MODEL_KIT",
    "oras,FILES",
    "oras-dir,FILES"
  })
  void unpack_artifactOfAnotherTool_givesItsModel(String vector, ArtifactKind kind)
      throws Exception {
    OciLayout layout = OciLayout.open(Vectors.directory(vector));
    Path unpacked = temporary.resolve("unpacked");

    UnpackResult result = ModelUnpacker.create().unpack(layout, "1", unpacked);

    assertThat(result.kind()).isEqualTo(kind);
    assertThat(TinyModel.contents(unpacked))
        .isEqualTo(TinyModel.contents(Vectors.directory("tiny-model")));
  }

  @ParameterizedTest
  @CsvSource({"modctl-raw,true", "modctl-tar,true", "kit,false", "oras,true"})
  void inspect_artifactOfAnotherTool_listsItsFiles(String vector, boolean sizesKnown)
      throws Exception {
    ModelInfo info = ModelInfo.of(OciLayout.open(Vectors.directory(vector)), "1");

    assertThat(info.files())
        .extracting(ModelFile::path)
        .containsExactlyInAnyOrderElementsOf(
            TinyModel.contents(Vectors.directory("tiny-model")).keySet());
    assertThat(info.files()).extracting(ModelFile::sizeKnown).containsOnly(sizesKnown);
  }

  @Test
  void pack_modelOfTheVectors_keepsItsWeightDigests() throws Exception {
    OciLayout layout = OciLayout.openOrCreate(temporary.resolve("layout"));

    ModelPackager.create().pack(Vectors.directory("tiny-model"), layout, "1");

    ModelInfo ours = ModelInfo.of(layout, "1");
    ModelInfo theirs = ModelInfo.of(OciLayout.open(Vectors.directory("modctl-raw")), "1");
    assertThat(ours.files())
        .extracting(file -> file.layer().mediaType() + " " + file.layer().digest())
        .containsExactlyInAnyOrderElementsOf(
            theirs.files().stream()
                .map(file -> file.layer().mediaType() + " " + file.layer().digest())
                .toList());
  }
}
