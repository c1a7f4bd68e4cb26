package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Descriptor;
import java.util.List;

/**
 * What a copy of one root would do.
 *
 * @param request what was asked for
 * @param root the manifest that would be tagged
 * @param items each blob and manifest once, after a manifest that names it; what is left out comes
 *     last
 */
public record PlannedRoot(CopyRequest request, Descriptor root, List<PlannedItem> items) {

  /** Copies the list. */
  public PlannedRoot {
    items = List.copyOf(items);
  }

  /** Returns how many bytes the items have to which something would be done. */
  public long bytes(PlannedItem.Action action) {
    return items.stream()
        .filter(item -> item.action() == action)
        .mapToLong(item -> item.descriptor().size())
        .reduce(0, TransferBytes::sum);
  }
}
