package dev.ocimodel.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ocimodel.model.archive.Compression;
import dev.ocimodel.model.archive.ModelPaths;
import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tells what each layer of an artifact holds, by the rules of the tool that wrote it. */
final class LayerContents {

  private static final String RESERVED = ".ocimodel";

  private final Artifact artifact;

  private LayerContents(Artifact artifact) {
    this.artifact = artifact;
  }

  /**
   * Returns the content of each layer, in their order.
   *
   * @throws InvalidContentException if a layer is of an unknown type, or has no name or a hostile
   *     one
   */
  static List<LayerContent> of(Artifact artifact) {
    LayerContents contents = new LayerContents(artifact);
    List<Descriptor> layers = artifact.manifest().layers();
    List<LayerContent> result = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      result.add(
          contents.content(
              layers.get(i), artifact.diffIds().isEmpty() ? null : artifact.diffIds().get(i)));
    }
    return result;
  }

  private LayerContent content(Descriptor layer, @Nullable Digest diffId) {
    return switch (artifact.kind()) {
      case MODEL_PACK, MODEL_KIT -> modelLayer(layer, diffId);
      case IMAGE -> imageLayer(layer, diffId);
      case FILES -> titledLayer(layer);
    };
  }

  private LayerContent modelLayer(Descriptor layer, @Nullable Digest diffId) {
    String type = layer.mediaType().value();
    String suffix = type.substring(type.lastIndexOf('.') + 1);
    return switch (suffix) {
      case "tar" -> modelArchive(layer, Compression.NONE, diffId);
      case "tar+gzip" -> modelArchive(layer, Compression.GZIP, diffId);
      case "tar+zstd" -> modelArchive(layer, Compression.ZSTD, diffId);
      default -> {
        if (suffix.startsWith("raw+")) {
          throw unknown(layer);
        }
        yield rawFile(layer);
      }
    };
  }

  private LayerContent modelArchive(
      Descriptor layer, Compression compression, @Nullable Digest diffId) {
    return archive(layer, compression, diffId, "", LayerContent.Rest.REFUSED);
  }

  private LayerContent imageLayer(Descriptor layer, @Nullable Digest diffId) {
    String type = layer.mediaType().value();
    Compression compression;
    if (type.endsWith("tar+zstd") || type.endsWith("tar.zstd")) {
      compression = Compression.ZSTD;
    } else if (type.endsWith("tar+gzip") || type.endsWith("tar.gzip")) {
      compression = Compression.GZIP;
    } else if (type.endsWith(".tar")) {
      compression = Compression.NONE;
    } else {
      throw unknown(layer);
    }
    return archive(
        layer, compression, diffId, LayerPlanner.IMAGE_DIRECTORY, LayerContent.Rest.IGNORED);
  }

  /**
   * ORAS types every file as a tar; only a directory, which it marks, is one. A directory that is
   * the whole artifact is the model.
   */
  private LayerContent titledLayer(Descriptor layer) {
    if (!"true".equals(layer.annotations().get(ModelPack.ORAS_UNPACK))) {
      return rawFile(layer);
    }
    String type = layer.mediaType().value();
    String contentDigest = layer.annotations().get(ModelPack.ORAS_CONTENT_DIGEST);
    return archive(
        layer,
        type.endsWith("+zstd")
            ? Compression.ZSTD
            : type.endsWith("gzip") ? Compression.GZIP : Compression.NONE,
        contentDigest == null ? null : Digest.parse(contentDigest),
        onlyDirectory(layer),
        LayerContent.Rest.REFUSED);
  }

  private String onlyDirectory(Descriptor layer) {
    String title = layer.annotations().getOrDefault(Annotations.TITLE, ".");
    boolean whole = artifact.manifest().layers().size() == 1 && !title.equals(".");
    return whole ? ModelPaths.checked(title) + "/" : "";
  }

  private LayerContent rawFile(Descriptor layer) {
    String named =
        ArtifactKinds.path(layer)
            .orElseThrow(
                () ->
                    new InvalidContentException(
                        "Layer "
                            + layer.digest()
                            + " is a file without a name: it has no annotation "
                            + ModelPack.FILE_PATH
                            + " or "
                            + Annotations.TITLE));
    long mode = metadata(layer).path("mode").asLong(0);
    return new LayerContent.RawFile(
        layer, requireNotOurs(ModelPaths.checked(named)), (mode & 0111) != 0);
  }

  /** Refuses names that this SDK keeps for itself: a file of such a name could feign its state. */
  static String requireNotOurs(String path) {
    if (path.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
      throw new InvalidContentException(
          "Refused the path " + path + ": names that start with " + RESERVED + " are reserved");
    }
    return path;
  }

  private LayerContent archive(
      Descriptor layer,
      Compression compression,
      @Nullable Digest diffId,
      String prefix,
      LayerContent.Rest rest) {
    JsonNode size = metadata(layer).path("size");
    OptionalLong declared =
        size.canConvertToLong() && size.longValue() >= 0
            ? OptionalLong.of(size.longValue())
            : OptionalLong.empty();
    return new LayerContent.Archive(
        layer, compression, diffId, prefix, rest, declared, singlePath(layer));
  }

  private @Nullable String singlePath(Descriptor layer) {
    return ModelPack.FILE_PATHS.stream()
        .filter(layer.annotations()::containsKey)
        .findFirst()
        .map(layer.annotations()::get)
        .orElse(artifact.paths().get(layer.digest()));
  }

  /** What a tool says of the file in a layer; of no use where it is malformed. */
  private static JsonNode metadata(Descriptor layer) {
    for (String key : ModelPack.FILE_METADATAS) {
      String json = layer.annotations().get(key);
      if (json != null) {
        try {
          return StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), key).node();
        } catch (InvalidContentException e) {
          return StrictJson.newObject();
        }
      }
    }
    return StrictJson.newObject();
  }

  private static InvalidContentException unknown(Descriptor layer) {
    return new InvalidContentException(
        "Layer "
            + layer.digest()
            + " has the media type "
            + layer.mediaType()
            + ", which this SDK does not read");
  }
}
