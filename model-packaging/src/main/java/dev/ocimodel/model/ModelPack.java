package dev.ocimodel.model;

import dev.ocimodel.oci.MediaType;
import java.util.List;

/**
 * Names from the CNCF ModelPack specification ({@code modelpack/model-spec}) and of its readers.
 */
final class ModelPack {

  static final MediaType ARTIFACT_TYPE =
      new MediaType("application/vnd.cncf.model.manifest.v1+json");
  static final MediaType CONFIG = new MediaType("application/vnd.cncf.model.config.v1+json");

  static final String FILE_PATH = "org.cncf.model.filepath";
  static final String FILE_METADATA = "org.cncf.model.file.metadata+json";

  /** Path annotations, the one to believe first; {@code cnai} is what ModelPack wrote to v0.0.6. */
  static final List<String> FILE_PATHS = List.of(FILE_PATH, "org.cnai.model.filepath");

  static final List<String> FILE_METADATAS =
      List.of(FILE_METADATA, "org.cnai.model.file.metadata+json");

  /** Set by ORAS on a layer that is a directory in a tar. */
  static final String ORAS_UNPACK = "io.deis.oras.content.unpack";

  /** Set by ORAS beside it: the digest of the uncompressed tar. */
  static final String ORAS_CONTENT_DIGEST = "io.deis.oras.content.digest";

  private ModelPack() {}

  static MediaType layer(FileCategory category, LayerFormat format) {
    return new MediaType(
        "application/vnd.cncf.model." + category.mediaTypePart() + ".v1." + format.suffix());
  }
}
