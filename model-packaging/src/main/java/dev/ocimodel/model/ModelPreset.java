package dev.ocimodel.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Named ways to package a model; the names are those of KAITO's proposal "model as OCI artifacts".
 */
public enum ModelPreset {
  /** A ModelPack artifact: raw layers, one per file. What ORAS and modctl pull. */
  ARTIFACT("artifact", LayerFormat.RAW, LayerGrouping.LAYER_PER_FILE),
  /** An image with all files in one gzip layer. */
  SINGLE_LAYER_TAR_GZ("single-layer-tar-gz", LayerFormat.TAR_GZIP, LayerGrouping.ONE_LAYER),
  /** An image with one gzip layer per file. */
  MULTILAYER_TAR_GZ("multilayer-tar-gz", LayerFormat.TAR_GZIP, LayerGrouping.LAYER_PER_FILE),
  /** An image with one uncompressed layer per file. */
  MULTILAYER_TAR("multilayer-tar", LayerFormat.TAR, LayerGrouping.LAYER_PER_FILE),
  /** An image with one Zstandard layer per file. */
  MULTILAYER_TAR_ZSTD("multilayer-tar-zstd", LayerFormat.TAR_ZSTD, LayerGrouping.LAYER_PER_FILE);

  private final String presetName;
  private final LayerFormat format;
  private final LayerGrouping grouping;

  ModelPreset(String presetName, LayerFormat format, LayerGrouping grouping) {
    this.presetName = presetName;
    this.format = format;
    this.grouping = grouping;
  }

  /** Returns the name, such as {@code multilayer-tar-zstd}. */
  public String presetName() {
    return presetName;
  }

  /**
   * Finds a preset by its name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static ModelPreset named(String name) {
    return Arrays.stream(values())
        .filter(preset -> preset.presetName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No preset \""
                        + name
                        + "\"; there are "
                        + Arrays.stream(values())
                            .map(ModelPreset::presetName)
                            .collect(Collectors.joining(", "))));
  }

  /** Returns a packager set up this way. */
  public ModelPackager packager() {
    ModelPackager packager = ModelPackager.create().withLayerFormat(format).withGrouping(grouping);
    return this == ARTIFACT ? packager.asArtifact() : packager.asImage();
  }
}
