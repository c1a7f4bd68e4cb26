package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** A copy that stops before the first byte of a blob moves. */
final class CopyRehearsal {

  private final Transfer transfer;
  private final ContentSource source;
  private final ContentTarget target;
  private final Map<Digest, Boolean> present = new HashMap<>();

  CopyRehearsal(Transfer transfer, ContentSource source, ContentTarget target) {
    this.transfer = transfer;
    this.source = source;
    this.target = target;
  }

  TransferPlan plan(List<CopyRequest> requests) {
    CopyGraph graph = new CopyPlanner(transfer, source, target, Failures.END_ALL).plan(requests);
    List<Descriptor> leaves = List.copyOf(graph.leaves().values());
    List<Callable<Boolean>> questions =
        leaves.stream().<Callable<Boolean>>map(leaf -> () -> target.contains(leaf)).toList();
    List<Boolean> answers = transfer.runAll(questions);
    for (int i = 0; i < leaves.size(); i++) {
      present.put(leaves.get(i).digest(), answers.get(i));
    }
    return new TransferPlan(graph.roots().stream().map(root -> plan(root, graph)).toList());
  }

  private PlannedRoot plan(CopyRoot root, CopyGraph graph) {
    Set<Digest> listed = new HashSet<>();
    List<PlannedItem> items = new ArrayList<>();
    for (CopyNode node : root.reached) {
      add(node.descriptor, node.present, listed, items);
      node.leaves.forEach(
          leaf -> add(leaf, present.getOrDefault(leaf.digest(), false), listed, items));
    }
    for (CopyNode node : root.reached) {
      for (Descriptor left : node.leftOut) {
        if (!graph.leaves().containsKey(left.digest()) && listed.add(left.digest())) {
          items.add(new PlannedItem(left, PlannedItem.Action.LEAVE_OUT));
        }
      }
    }
    return new PlannedRoot(root.request, root.descriptor(), items);
  }

  private static void add(
      Descriptor descriptor, boolean there, Set<Digest> listed, List<PlannedItem> items) {
    if (listed.add(descriptor.digest())) {
      items.add(
          new PlannedItem(descriptor, there ? PlannedItem.Action.SKIP : PlannedItem.Action.COPY));
    }
  }
}
