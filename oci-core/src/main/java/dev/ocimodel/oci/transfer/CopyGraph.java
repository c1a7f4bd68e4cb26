package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a copy has to do; every piece of content appears once.
 *
 * @param roots what was asked for, with the failure of those that cannot be planned
 * @param nodes the manifests of the others
 * @param leaves blobs without children, in graph order
 * @param levels the manifests again: each after what it is made of and after its subject
 */
record CopyGraph(
    List<CopyRoot> roots,
    Map<Digest, CopyNode> nodes,
    Map<Digest, Descriptor> leaves,
    List<List<CopyNode>> levels) {

  static CopyGraph of(List<CopyRoot> roots, Map<Digest, CopyNode> visited, ContentLimits limits) {
    Map<Digest, CopyNode> nodes = new LinkedHashMap<>();
    Map<Digest, Descriptor> leaves = new LinkedHashMap<>();
    for (CopyRoot root : roots) {
      if (root.failure == null) {
        walk(root, visited);
      }
      if (root.failure == null) {
        root.reached.forEach(node -> nodes.put(node.digest(), node));
      }
    }
    nodes
        .values()
        .forEach(node -> node.leaves.forEach(leaf -> leaves.putIfAbsent(leaf.digest(), leaf)));
    return new CopyGraph(roots, nodes, leaves, levels(nodes, leaves.keySet(), limits));
  }

  /** Collects what a root needs. What a source falsely lists as a referrer is passed over. */
  private static void walk(CopyRoot root, Map<Digest, CopyNode> visited) {
    Deque<Descriptor> todo = new ArrayDeque<>(List.of(root.descriptor()));
    while (!todo.isEmpty()) {
      CopyNode node = visited.get(todo.poll().digest());
      if (node == null || !root.reached.add(node)) {
        continue;
      }
      if (node.failure != null) {
        root.failure = node.failure;
        return;
      }
      todo.addAll(node.children);
      node.referrers.removeIf(listed -> isForeign(visited.get(listed.digest()), node.digest()));
      todo.addAll(node.referrers);
    }
  }

  private static boolean isForeign(@Nullable CopyNode listed, Digest subject) {
    return listed != null && listed.failure == null && !listed.refersTo(subject);
  }

  /** Sorts by how long the longest way down is; also settles what stays partial. */
  private static List<List<CopyNode>> levels(
      Map<Digest, CopyNode> nodes, Set<Digest> leaves, ContentLimits limits) {
    nodes.values().forEach(node -> link(node, nodes));
    List<List<CopyNode>> levels = new ArrayList<>();
    List<CopyNode> level = nodes.values().stream().filter(node -> node.unsorted == 0).toList();
    int sorted = 0;
    while (!level.isEmpty()) {
      levels.add(level);
      sorted += level.size();
      List<CopyNode> next = new ArrayList<>();
      for (CopyNode node : level) {
        settle(node, nodes, leaves, limits);
        node.neededBy.stream().filter(other -> --other.unsorted == 0).forEach(next::add);
      }
      level = next;
    }
    if (sorted < nodes.size()) { // no digest can contain itself
      throw new InvalidContentException("Manifests refer to each other in a circle");
    }
    return levels;
  }

  private static void link(CopyNode node, Map<Digest, CopyNode> nodes) {
    Stream.concat(node.children.stream(), node.manifest().subject().stream())
        .map(descriptor -> nodes.get(descriptor.digest()))
        .filter(Objects::nonNull)
        .distinct()
        .forEach(
            needed -> {
              node.unsorted++;
              needed.neededBy.add(node);
            });
  }

  private static void settle(
      CopyNode node, Map<Digest, CopyNode> nodes, Set<Digest> leaves, ContentLimits limits) {
    node.partial =
        node.leftOut.stream()
            .anyMatch(l -> !leaves.contains(l.digest()) && !nodes.containsKey(l.digest()));
    for (Descriptor child : node.children) {
      CopyNode below = nodes.get(child.digest());
      if (below != null) {
        node.height = Math.max(node.height, below.height + 1);
        node.partial |= below.partial;
      }
    }
    if (node.height > limits.maxIndexDepth()) {
      throw tooDeep(node.descriptor, limits);
    }
    node.partial &= !node.present;
  }

  static InvalidContentException tooDeep(Descriptor root, ContentLimits limits) {
    return new InvalidContentException(
        root.digest()
            + " nests indexes deeper than the limit maxIndexDepth, "
            + limits.maxIndexDepth());
  }

  int size() {
    return nodes.size() + leaves.size();
  }

  /** The sum of all sizes, which the descriptors only claim: it stops at the largest long. */
  long bytes() {
    return Stream.concat(
            nodes.values().stream().map(node -> node.descriptor), leaves.values().stream())
        .mapToLong(Descriptor::size)
        .reduce(0, TransferBytes::sum);
  }

  boolean isPartial() {
    return nodes.values().stream().anyMatch(node -> node.partial);
  }
}
