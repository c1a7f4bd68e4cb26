package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {

  @TempDir Path temporary;
  Path model;
  OciLayout layout;

  @BeforeEach
  void writeModel() throws Exception {
    model = TinyModel.write(temporary.resolve("model"));
    layout = OciLayout.openOrCreate(temporary.resolve("layout"));
  }

  @ParameterizedTest
  @EnumSource(ModelPreset.class)
  void unpack_whatWasPacked_isTheSame(ModelPreset preset) throws Exception {
    Descriptor root = preset.packager().pack(model, layout, "v1");
    Path unpacked = temporary.resolve("unpacked");

    UnpackResult result = ModelUnpacker.create().unpack(layout, "v1", unpacked);

    assertThat(TinyModel.contents(unpacked)).isEqualTo(TinyModel.contents(model));
    assertThat(result.root().digest()).isEqualTo(root.digest());
    assertThat(result.files()).containsExactlyElementsOf(TinyModel.contents(model).keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "RAW,LAYER_PER_FILE",
    "TAR,LAYER_PER_FILE",
    "TAR,ONE_LAYER",
    "TAR_GZIP,LAYER_PER_FILE",
    "TAR_ZSTD,LAYER_PER_FILE",
    "TAR_ZSTD,ONE_LAYER"
  })
  void unpack_artifactOfAnyFormat_isTheSame(LayerFormat format, LayerGrouping grouping)
      throws Exception {
    ModelPackager.create().withLayerFormat(format).withGrouping(grouping).pack(model, layout, "v1");
    Path unpacked = temporary.resolve("unpacked");

    UnpackResult result = ModelUnpacker.create().unpack(layout, "v1", unpacked);

    assertThat(TinyModel.contents(unpacked)).isEqualTo(TinyModel.contents(model));
    assertThat(result.kind()).isEqualTo(ArtifactKind.MODEL_PACK);
  }

  @ParameterizedTest
  @EnumSource(ModelPreset.class)
  void pack_otherConcurrencyAndPlace_givesTheSameDigest(ModelPreset preset) throws Exception {
    Path elsewhere = TinyModel.write(temporary.resolve("a/b/other name"));
    Set<Object> digests = new HashSet<>();

    for (int concurrency : new int[] {1, 4}) {
      Transfer transfer = Transfer.create().withConcurrency(concurrency);
      ModelPackager packager = preset.packager().withTransfer(transfer);
      digests.add(packager.pack(model, layout, "v" + concurrency).digest());
      digests.add(packager.pack(elsewhere, layout, "w" + concurrency).digest());
    }

    assertThat(digests).hasSize(1);
  }

  /**
   * A change here changes every digest that users have pinned: it needs a word in the changelog.
   */
  @ParameterizedTest
  @CsvSource({
    "ARTIFACT,sha256:025d840d06a3cd643acb358e1590699f9f49e61d866592d11064f15619e11626",
    "MULTILAYER_TAR,sha256:e4a5c08712442d890eed4d243d5ed256474ec2b3a3f7303e80a7bc1aa938bcf6",
    "MULTILAYER_TAR_ZSTD,sha256:220b256ff21e141a4ece14ac658c4efd681a39a608fdc1f2a1ed27553a285bcf",
  })
  void pack_knownModel_givesTheKnownDigest(ModelPreset preset, String digest) {
    assertThat(preset.packager().pack(model, layout, "v1").digest()).hasToString(digest);
  }

  @Test
  void unpack_sameContentUnderTwoPaths_givesTwoFiles() throws Exception {
    TinyModel.text(model, "a/copy.json", "{}");
    TinyModel.text(model, "b/copy.json", "{}");
    ModelPackager.create().pack(model, layout, "v1");
    Path unpacked = temporary.resolve("unpacked");

    ModelUnpacker.create().unpack(layout, "v1", unpacked);

    assertThat(TinyModel.contents(unpacked)).isEqualTo(TinyModel.contents(model));
  }

  @Test
  void unpack_twice_fetchesNothingAgain() throws Exception {
    ModelPackager.create().pack(model, layout, "v1");
    Path unpacked = temporary.resolve("unpacked");
    ModelUnpacker.create().unpack(layout, "v1", unpacked);

    UnpackResult again = ModelUnpacker.create().unpack(layout, "v1", unpacked);

    assertThat(again.fetchedBytes()).isZero();
    assertThat(again.reusedBytes()).isPositive();
    assertThat(TinyModel.contents(unpacked)).isEqualTo(TinyModel.contents(model));
  }

  @Test
  void unpack_overDamagedFile_mendsIt() throws Exception {
    ModelPackager.create().pack(model, layout, "v1");
    Path unpacked = temporary.resolve("unpacked");
    ModelUnpacker.create().unpack(layout, "v1", unpacked);
    TinyModel.text(unpacked, "config.json", "{}");

    ModelUnpacker.create().unpack(layout, "v1", unpacked);

    assertThat(TinyModel.contents(unpacked)).isEqualTo(TinyModel.contents(model));
  }
}
