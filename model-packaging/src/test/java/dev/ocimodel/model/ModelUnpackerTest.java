package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelUnpackerTest {

  @TempDir Path temporary;
  OciLayout layout;
  Path target;

  @BeforeEach
  void makeLayout() {
    layout = OciLayout.openOrCreate(temporary.resolve("layout"));
    target = temporary.resolve("target");
  }

  @Test
  void unpack_imageOfOverlaidLayers_appliesThemInOrder() throws Exception {
    Artifacts.image(
        layout,
        Artifacts.tar("bin/sh", "models/a", "models/b", "models/d/e", "models/d/f"),
        Artifacts.tar("models/c", "models/.wh.b", "models/d/.wh..wh..opq", "models/d/g"),
        Artifacts.tar("models/b/now-a-directory"));

    UnpackResult result = ModelUnpacker.create().unpack(layout, "v1", target);

    assertThat(result.kind()).isEqualTo(ArtifactKind.IMAGE);
    assertThat(result.files()).containsExactly("a", "b/now-a-directory", "c", "d/g");
    assertThat(target.resolve("d/g")).hasContent("models/d/g");
  }

  @Test
  void unpack_imageWithoutModels_saysSo() throws Exception {
    Artifacts.image(layout, Artifacts.tar("bin/sh"));

    assertThatThrownBy(() -> ModelUnpacker.create().unpack(layout, "v1", target))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("models/");
  }

  @Test
  void unpack_index_choosesThePlatform() throws Exception {
    Descriptor amd = Artifacts.image(layout, Artifacts.tar("models/amd64"));
    Descriptor arm = Artifacts.image(layout, Artifacts.tar("models/arm64"));
    index(amd.withPlatform(Platform.LINUX_AMD64), arm.withPlatform(Platform.LINUX_ARM64));

    ModelUnpacker.create().withPlatform(Platform.LINUX_ARM64).unpack(layout, "v1", target);

    assertThat(target.resolve("arm64")).exists();
    assertThat(target.resolve("amd64")).doesNotExist();
  }

  @Test
  void unpack_indexWithoutThePlatform_saysWhatThereIs() throws Exception {
    Descriptor amd = Artifacts.image(layout, Artifacts.tar("models/amd64"));
    Descriptor arm = Artifacts.image(layout, Artifacts.tar("models/arm64"));
    index(amd.withPlatform(Platform.LINUX_AMD64), arm.withPlatform(Platform.LINUX_ARM64));

    assertThatThrownBy(
            () ->
                ModelUnpacker.create()
                    .withPlatform(Platform.of("linux", "s390x"))
                    .unpack(layout, "v1", target))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("[linux/amd64, linux/arm64]");
  }

  @Test
  void unpack_otherKindOfArtifact_saysWhatItIs() throws Exception {
    MediaType helm = new MediaType("application/vnd.cncf.helm.config.v1+json");
    Blob config = Blob.of(helm, "{}".getBytes(StandardCharsets.UTF_8));
    Blob chart =
        Blob.of(
            new MediaType("application/vnd.cncf.helm.chart.content.v1.tar+gzip"), new byte[] {1});
    layout.push(config);
    layout.push(chart);
    ImageManifest manifest = ImageManifest.create(config.descriptor(), List.of(chart.descriptor()));
    layout.push(manifest.toBlob());
    layout.tag(manifest.descriptor(), "v1");

    assertThatThrownBy(() -> ModelUnpacker.create().unpack(layout, "v1", target))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContainingAll("helm.config", "helm.chart", "ModelPack");
    assertThat(target).doesNotExist();
  }

  @Test
  void unpack_unknownTag_makesNoDirectory() {
    assertThatThrownBy(() -> ModelUnpacker.create().unpack(layout, "nope", target))
        .isInstanceOf(ContentNotFoundException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void unpack_intoAFile_saysSo() throws Exception {
    Artifacts.files(layout, "x");
    Files.writeString(target, "a file");

    assertThatThrownBy(() -> ModelUnpacker.create().unpack(layout, "v1", target))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("not a directory");
  }

  @Test
  void unpack_intoALinkedDirectory_isTheUsersChoice() throws Exception {
    Artifacts.files(layout, "x");
    Path real = Files.createDirectory(temporary.resolve("real"));
    Files.createSymbolicLink(target, real);

    ModelUnpacker.create().unpack(layout, "v1", target);

    assertThat(real.resolve("x")).hasContent("x");
  }

  @Test
  void unpack_besideOtherFiles_leavesThemAlone() throws Exception {
    Artifacts.files(layout, "x");
    TinyModel.text(target, "mine.txt", "mine");

    ModelUnpacker.create().unpack(layout, "v1", target);

    assertThat(TinyModel.contents(target)).containsOnlyKeys("mine.txt", "x");
  }

  private void index(Descriptor... manifests) throws Exception {
    ImageIndex index = ImageIndex.create(List.of(manifests));
    layout.push(index.toBlob());
    layout.tag(index.descriptor(), "v1");
  }
}
