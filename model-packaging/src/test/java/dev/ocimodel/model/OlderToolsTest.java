package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dialects of ModelPack that are in registries, of which there is no vector. */
class OlderToolsTest {

  @TempDir Path temporary;
  OciLayout layout;
  Path target;
  final List<Descriptor> layers = new ArrayList<>();

  @BeforeEach
  void makeLayout() {
    layout = OciLayout.openOrCreate(temporary.resolve("layout"));
    target = temporary.resolve("target");
  }

  @Test
  void unpack_modelPackBeforeItsRename_isRead() throws Exception {
    layer("application/vnd.cnai.model.weight.v1.raw", "org.cnai.model.filepath", "a/w", "weights");
    manifest("application/vnd.cnai.model.config.v1+json", "{\"modelfs\":{\"diff_ids\":[]}}");

    ModelUnpacker.create().unpack(layout, "v1", target);

    assertThat(target.resolve("a/w")).hasContent("weights");
  }

  @Test
  void unpack_aikitWithAnEmptyConfig_isRead() throws Exception {
    layer("application/vnd.cncf.model.weight.v1.raw", "org.cncf.model.filepath", "w", "weights");
    Blob docs =
        Blob.of(new MediaType("application/vnd.cncf.model.doc.v1.tar"), Artifacts.tar("README.md"));
    layout.push(docs);
    layers.add(docs.descriptor().withAnnotation("org.cncf.model.filepath", "docs"));
    manifest("application/vnd.cncf.model.config.v1+json", "{}");

    ModelUnpacker.create().unpack(layout, "v1", target);

    assertThat(TinyModel.contents(target)).containsOnlyKeys("w", "README.md");
  }

  private void layer(String type, String key, String path, String content) throws Exception {
    Blob blob = Blob.of(new MediaType(type), content.getBytes(StandardCharsets.UTF_8));
    layout.push(blob);
    layers.add(blob.descriptor().withAnnotation(key, path));
  }

  private void manifest(String configType, String config) throws Exception {
    Blob blob = Blob.of(new MediaType(configType), config.getBytes(StandardCharsets.UTF_8));
    layout.push(blob);
    ImageManifest manifest = ImageManifest.create(blob.descriptor(), layers);
    layout.push(manifest.toBlob());
    layout.tag(manifest.descriptor(), "v1");
  }
}
