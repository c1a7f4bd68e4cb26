package dev.ocimodel.model;

import dev.ocimodel.model.archive.Compression;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a layer's bytes are, told by its manifest; nothing of it has been fetched. */
sealed interface LayerContent {

  Descriptor layer();

  /** Bytes its files will take, where the artifact says so. */
  OptionalLong declaredSize();

  /**
   * The layer is one file.
   *
   * @param layer the layer, and so the file
   * @param path the file's path, by the one name rule
   * @param executable whether it is a program
   */
  record RawFile(Descriptor layer, String path, boolean executable) implements LayerContent {

    @Override
    public OptionalLong declaredSize() {
      return OptionalLong.of(layer.size());
    }
  }

  /**
   * The layer is a tar.
   *
   * @param layer the layer
   * @param compression how it is compressed
   * @param diffId digest of the uncompressed tar, where known
   * @param prefix directory, with its slash, that the model's files are in; or empty
   * @param rest what becomes of entries outside of {@code prefix}
   * @param declaredSize bytes of its files, where the artifact says so
   * @param singlePath the path of the only file in it, where the artifact says so; not checked
   */
  record Archive(
      Descriptor layer,
      Compression compression,
      @Nullable Digest diffId,
      String prefix,
      Rest rest,
      OptionalLong declaredSize,
      @Nullable String singlePath)
      implements LayerContent {}

  /** What becomes of entries that are not in the model's directory. */
  enum Rest {
    /** They are an operating system's, which an image may have around the model. */
    IGNORED,
    /** They have no business there. */
    REFUSED
  }
}
