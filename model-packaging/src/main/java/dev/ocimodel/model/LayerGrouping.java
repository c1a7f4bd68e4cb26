package dev.ocimodel.model;

/** Which files share a layer. */
public enum LayerGrouping {
  /** All files in one layer; only for archive formats. */
  ONE_LAYER,
  /** Every file in a layer of its own: layers move concurrently and are shared between versions. */
  LAYER_PER_FILE
}
