package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Descriptor;

/**
 * What a copy would do with one blob or manifest.
 *
 * @param descriptor what it is
 * @param action what would become of it
 */
public record PlannedItem(Descriptor descriptor, Action action) {

  /** What becomes of an item. */
  public enum Action {
    /** It moves, unless the target can mount it. */
    COPY,
    /** The target has it: a manifest, with all below it. */
    SKIP,
    /** It was not selected. */
    LEAVE_OUT
  }
}
