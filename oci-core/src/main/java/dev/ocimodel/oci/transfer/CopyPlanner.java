package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.BlobTooLargeException;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Walks the graphs of all roots together, level by level, visiting the manifests of a level
 * concurrently, and stops wherever the target already has a manifest (and so, by its contract, all
 * of its children).
 */
final class CopyPlanner {

  private final Transfer transfer;
  private final CopyScope scope;
  private final Failures failures;
  private final ManifestVisit visit;
  private final PlatformChoice choice;
  private final ContentSource source;
  private final ContentTarget target;
  private final ContentLimits limits;
  private final Map<Digest, CopyNode> nodes = new LinkedHashMap<>();
  private long countedBytes;

  CopyPlanner(Transfer transfer, ContentSource source, ContentTarget target, Failures failures) {
    this.transfer = transfer;
    this.scope = transfer.scope();
    this.failures = failures;
    this.visit = new ManifestVisit(source, target, scope);
    this.choice = new PlatformChoice(source, scope);
    this.source = source;
    this.target = target;
    this.limits = source.limits();
  }

  CopyGraph plan(List<CopyRequest> requests) {
    List<CopyRoot> roots = resolve(requests);
    List<CopyNode> level = new ArrayList<>();
    for (CopyRoot root : roots) {
      if (root.failure == null) {
        reach(root.descriptor(), 0, 0, level);
      }
    }
    while (!level.isEmpty()) {
      level = visit(level);
    }
    refuseTooLarge();
    return CopyGraph.of(roots, nodes, limits);
  }

  /** Better now than after hours of other blobs. What the target has is not too large for it. */
  private void refuseTooLarge() {
    long largest = target.maxBlobSize().orElse(Long.MAX_VALUE);
    for (CopyNode node : nodes.values()) {
      for (Descriptor leaf : node.leaves) {
        if (node.failure == null
            && leaf.size() > largest
            && !transfer.run(() -> target.contains(leaf))) {
          fail(node, new BlobTooLargeException(target.toString(), leaf.size(), largest));
        }
      }
    }
  }

  private List<CopyRoot> resolve(List<CopyRequest> requests) {
    List<Attempt<CopyRoot>> attempts =
        transfer.runAll(
            requests.stream()
                .map(
                    request ->
                        failures.caught(
                            () -> {
                              Descriptor named = source.resolve(request.sourceReference());
                              return new CopyRoot(request, named, choice.of(named));
                            }))
                .toList());
    List<CopyRoot> roots = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Attempt<CopyRoot> attempt = attempts.get(i);
      roots.add(
          attempt.value() != null
              ? attempt.value()
              : CopyRoot.failed(requests.get(i), attempt.failure()));
    }
    return roots;
  }

  /** Returns the manifests that are reached from these and were not reached before. */
  private List<CopyNode> visit(List<CopyNode> level) {
    List<CopyNode> allowed = level.stream().filter(node -> node.failure == null).toList();
    List<Callable<Attempt<ManifestVisit.Found>>> visits =
        allowed.stream().map(node -> failures.caught(() -> visit.to(node.descriptor))).toList();
    List<Attempt<ManifestVisit.Found>> found = transfer.runAll(visits);
    List<CopyNode> below = new ArrayList<>();
    for (int i = 0; i < allowed.size(); i++) {
      CopyNode node = allowed.get(i);
      ManifestVisit.Found there = found.get(i).value();
      if (there == null) {
        node.failure = found.get(i).failure();
        continue;
      }
      node.visited(there.manifest(), there.present(), there.referrers(), scope);
      requireSomething(node);
      node.children.forEach(child -> reach(child, node.depth + 1, node.referrerDepth, below));
      node.referrers.forEach(referrer -> reach(referrer, 0, node.referrerDepth + 1, below));
    }
    return below;
  }

  private void requireSomething(CopyNode node) {
    if (node.children.isEmpty()
        && node.leftOut.stream().anyMatch(left -> left.mediaType().isManifest())) {
      fail(
          node,
          new ContentNotFoundException(
              "The index " + node.digest() + " has no manifest for " + scope.platforms()));
    }
  }

  /** Counts a manifest before it is fetched, so that the limits bound what is held in memory. */
  private void reach(Descriptor descriptor, int depth, int referrerDepth, List<CopyNode> level) {
    if (nodes.containsKey(descriptor.digest())) {
      return;
    }
    CopyNode node = new CopyNode(descriptor, depth, referrerDepth);
    nodes.put(descriptor.digest(), node);
    level.add(node);
    if (depth > limits.maxIndexDepth()) {
      fail(node, CopyGraph.tooDeep(descriptor, limits));
    } else if (referrerDepth > limits.maxReferrerDepth()) {
      fail(
          node,
          new InvalidContentException(
              "Referrers refer to referrers more often than the limit maxReferrerDepth, "
                  + limits.maxReferrerDepth()
                  + ", down to "
                  + descriptor.digest()));
    } else if (nodes.size() > limits.maxManifests()) {
      fail(
          node,
          new InvalidContentException(
              "The graph holds more manifests than the limit maxManifests, "
                  + limits.maxManifests()));
    } else if (descriptor.size() > limits.maxGraphSize() - countedBytes) {
      fail(
          node,
          new InvalidContentException(
              "The manifests of the graph have more bytes than the limit maxGraphSize, "
                  + limits.maxGraphSize()));
    } else {
      countedBytes += descriptor.size();
    }
  }

  private void fail(CopyNode node, RuntimeException failure) {
    failures.throwIfFirstEnds(failure);
    node.failure = failure;
  }
}
