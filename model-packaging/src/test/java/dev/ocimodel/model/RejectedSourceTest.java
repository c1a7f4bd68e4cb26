package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers that come damaged from one place and can be had from another. */
class RejectedSourceTest {

  private static final long LARGE = 10_000;

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
  void unpack_damagedHereAndWholeElsewhere_readAgain(ModelPreset preset) throws Exception {
    preset.packager().pack(model, layout, "v1");
    Path target = temporary.resolve("target");

    ModelUnpacker.create().unpack(FaultySource.damagingAtFirst(layout, LARGE), "v1", target);

    assertThat(TinyModel.contents(target)).isEqualTo(TinyModel.contents(model));
  }

  @Test
  void unpack_archiveDamagedEverywhere_mismatch() throws Exception {
    ModelPreset.MULTILAYER_TAR_ZSTD.packager().pack(model, layout, "v1");
    FaultySource damaging = FaultySource.damaging(layout, LARGE);

    assertThatThrownBy(
            () -> ModelUnpacker.create().unpack(damaging, "v1", temporary.resolve("target")))
        .isInstanceOf(ContentMismatchException.class);
  }
}
