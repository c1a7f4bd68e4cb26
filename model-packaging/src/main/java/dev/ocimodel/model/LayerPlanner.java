package dev.ocimodel.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides which layers a model gets; the same files and options always give the same plan. */
final class LayerPlanner {

  /** Where the files are in an image: KServe, KAITO and RamaLama agree on it. */
  static final String IMAGE_DIRECTORY = "models/";

  private final LayerFormat format;
  private final LayerGrouping grouping;
  private final boolean image;

  LayerPlanner(LayerFormat format, LayerGrouping grouping, boolean image) {
    if (image && !format.isArchive()) {
      throw new IllegalArgumentException(
          "An image's layers are tars; choose LayerFormat.TAR, TAR_GZIP or TAR_ZSTD for it");
    }
    if (grouping == LayerGrouping.ONE_LAYER && !format.isArchive()) {
      throw new IllegalArgumentException(
          "A raw layer holds one file; choose LayerGrouping.LAYER_PER_FILE or a tar format");
    }
    this.format = format;
    this.grouping = grouping;
    this.image = image;
  }

  List<PlannedLayer> plan(List<SourceFile> files) {
    if (grouping == LayerGrouping.ONE_LAYER) {
      return List.of(layer(files, FileCategory.WEIGHT, Map.of()));
    }
    return files.stream()
        .map(file -> layer(List.of(file), FileCategory.of(file.path()), annotations(file)))
        .toList();
  }

  private PlannedLayer layer(
      List<SourceFile> files, FileCategory category, Map<String, String> annotations) {
    return image
        ? new PlannedLayer(files, format, IMAGE_DIRECTORY, format.imageMediaType(), annotations)
        : new PlannedLayer(files, format, "", ModelPack.layer(category, format), annotations);
  }

  /**
   * The title is the name ORAS saves the layer's bytes under, so a tar's says that it is one.
   * Engines ignore annotations on an image's layers; there they serve to list the files without
   * fetching them.
   */
  private Map<String, String> annotations(SourceFile file) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(Annotations.TITLE, file.path() + format.fileExtension());
    annotations.put(ModelPack.FILE_PATH, file.path());
    if (format.isArchive()) {
      annotations.put(ModelPack.FILE_METADATA, metadata(file));
    }
    return annotations;
  }

  /** Says the size that the tar hides; nothing in it is from the packing machine. */
  private static String metadata(SourceFile file) {
    ObjectNode json = StrictJson.newObject();
    json.put("name", file.path().substring(file.path().lastIndexOf('/') + 1));
    json.put("mode", 0644);
    json.put("uid", 0);
    json.put("gid", 0);
    json.put("size", file.size());
    json.put("mtime", "1970-01-01T00:00:00Z");
    json.put("typeflag", 0);
    return new String(StrictJson.toBytes(json), StandardCharsets.UTF_8);
  }
}
