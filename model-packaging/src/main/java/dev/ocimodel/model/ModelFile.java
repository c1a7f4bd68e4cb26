package dev.ocimodel.model;

import dev.ocimodel.oci.Descriptor;

/**
 * A file in a packaged model, as far as its manifest and config tell.
 *
 * @param path its path, by the one name rule
 * @param size its size in bytes where {@code sizeKnown}, else that of its layer
 * @param sizeKnown whether the artifact says how large the file is
 * @param category what it is to the model
 * @param format its format, told by its name
 * @param layerFormat how its layer holds it
 * @param layer the layer it is in
 */
public record ModelFile(
    String path,
    long size,
    boolean sizeKnown,
    FileCategory category,
    FileFormat format,
    LayerFormat layerFormat,
    Descriptor layer) {}
