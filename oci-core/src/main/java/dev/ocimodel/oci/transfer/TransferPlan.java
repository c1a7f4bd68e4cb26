package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Digest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a copy would move.
 *
 * @param roots one for each root, in the order they were asked for; a blob that several need is
 *     listed under each
 */
public record TransferPlan(List<PlannedRoot> roots) {

  /** Copies the list. */
  public TransferPlan {
    roots = List.copyOf(roots);
  }

  /** Returns how many bytes would move, shared blobs counted once. */
  public long bytesToCopy() {
    Set<Digest> counted = new HashSet<>();
    return roots.stream()
        .flatMap(root -> root.items().stream())
        .filter(item -> item.action() == PlannedItem.Action.COPY)
        .filter(item -> counted.add(item.descriptor().digest()))
        .mapToLong(item -> item.descriptor().size())
        .reduce(0, TransferBytes::sum);
  }
}
