package dev.ocimodel.model;

import dev.ocimodel.model.archive.Compression;
import dev.ocimodel.oci.MediaType;

/** How a layer holds its files. */
public enum LayerFormat {
  /** The bytes of one file, as they are: the layer's digest is the file's. */
  RAW("raw", "", Compression.NONE),
  /** An uncompressed tar. */
  TAR("tar", ".tar", Compression.NONE),
  /** A tar compressed with gzip; its bytes are promised to be the same on one JVM only. */
  TAR_GZIP("tar+gzip", ".tar.gz", Compression.GZIP),
  /** A tar compressed with Zstandard. */
  TAR_ZSTD("tar+zstd", ".tar.zst", Compression.ZSTD);

  private final String suffix;
  private final String fileExtension;
  private final Compression compression;

  LayerFormat(String suffix, String fileExtension, Compression compression) {
    this.suffix = suffix;
    this.fileExtension = fileExtension;
    this.compression = compression;
  }

  /** Whether a layer of this format can hold more than one file. */
  public boolean isArchive() {
    return this != RAW;
  }

  Compression compression() {
    return compression;
  }

  /** What a media type of ModelPack ends in. */
  String suffix() {
    return suffix;
  }

  /** What the name of a file with such bytes ends in; empty for raw. */
  String fileExtension() {
    return fileExtension;
  }

  /** The media type of an image layer in this format. */
  MediaType imageMediaType() {
    return switch (this) {
      case RAW -> throw new IllegalArgumentException("An image has no raw layers");
      case TAR -> MediaType.LAYER_TAR;
      case TAR_GZIP -> MediaType.LAYER_TAR_GZIP;
      case TAR_ZSTD -> MediaType.LAYER_TAR_ZSTD;
    };
  }
}
