package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Walks the graph level by level, fetching the manifests of a level concurrently, and stops
 * wherever the target already has a manifest (and so, by its contract, all of its children).
 */
final class CopyPlanner {

  private final Transfer transfer;
  private final ContentSource source;
  private final ContentTarget target;
  private final ContentLimits limits;
  private final Map<Digest, Descriptor> present = new LinkedHashMap<>();
  private final Map<Digest, Descriptor> leaves = new LinkedHashMap<>();
  private final Map<Digest, Integer> depths = new HashMap<>();
  private final Map<Digest, Fetched> manifests = new LinkedHashMap<>();

  private final Set<Digest> counted = new HashSet<>();
  private long countedBytes;

  CopyPlanner(Transfer transfer, ContentSource source, ContentTarget target) {
    this.transfer = transfer;
    this.source = source;
    this.target = target;
    this.limits = source.limits();
  }

  CopyPlan plan(Descriptor root) {
    List<Descriptor> level = List.of(root);
    for (int depth = 0; !level.isEmpty(); depth++) {
      checkDepth(root, depth);
      level = visit(level, depth);
    }
    return new CopyPlan(
        List.copyOf(present.values()), List.copyOf(leaves.values()), manifestsByDepth());
  }

  private void checkDepth(Descriptor root, int depth) {
    if (depth > limits.maxIndexDepth()) {
      throw new InvalidContentException(
          root.digest()
              + " nests indexes deeper than the limit maxIndexDepth, "
              + limits.maxIndexDepth());
    }
  }

  /** Returns the manifests one level further down. */
  private List<Descriptor> visit(List<Descriptor> level, int depth) {
    level.forEach(this::reserve);
    List<Optional<Manifest>> fetched =
        transfer.runAll(level.stream().map(this::fetchUnlessPresent).toList());
    Map<Digest, Descriptor> below = new LinkedHashMap<>();
    for (int i = 0; i < level.size(); i++) {
      Descriptor descriptor = level.get(i);
      Optional<Manifest> manifest = fetched.get(i);
      if (manifest.isEmpty()) {
        present.put(descriptor.digest(), descriptor);
        continue;
      }
      // A manifest seen higher up is needed by somebody further down: it must be pushed earlier.
      depths.put(descriptor.digest(), depth);
      manifests.putIfAbsent(descriptor.digest(), new Fetched(descriptor, manifest.get()));
      sort(manifest.get(), below);
    }
    return new ArrayList<>(below.values());
  }

  /** Counts a manifest before it is fetched, so that the limits bound what is held in memory. */
  private void reserve(Descriptor descriptor) {
    if (!counted.add(descriptor.digest())) {
      return;
    }
    if (counted.size() > limits.maxManifests()) {
      throw new InvalidContentException(
          "The graph holds more manifests than the limit maxManifests, " + limits.maxManifests());
    }
    if (descriptor.size() > limits.maxGraphSize() - countedBytes) {
      throw new InvalidContentException(
          "The manifests of the graph have more bytes than the limit maxGraphSize, "
              + limits.maxGraphSize());
    }
    countedBytes += descriptor.size();
  }

  private void sort(Manifest manifest, Map<Digest, Descriptor> below) {
    for (Descriptor child : manifest.children()) {
      if (child.mediaType().isManifest()) {
        below.putIfAbsent(child.digest(), child);
      } else {
        leaves.putIfAbsent(child.digest(), child);
      }
    }
  }

  private Callable<Optional<Manifest>> fetchUnlessPresent(Descriptor descriptor) {
    Fetched known = manifests.get(descriptor.digest());
    if (known != null) {
      return () -> Optional.of(known.manifest());
    }
    return () -> {
      if (target.contains(descriptor)) {
        return Optional.empty();
      }
      try {
        return Optional.of(source.manifest(descriptor));
      } catch (IOException e) {
        throw Stops.failed(TransferException.Side.SOURCE, TransferItem.of(descriptor), e);
      }
    };
  }

  private List<List<Blob>> manifestsByDepth() {
    List<List<Blob>> levels = new ArrayList<>();
    manifests.forEach(
        (digest, fetched) -> {
          int depth = depths.getOrDefault(digest, 0);
          while (levels.size() <= depth) {
            levels.add(new ArrayList<>());
          }
          levels.get(depth).add(Blob.of(fetched.descriptor(), fetched.manifest().toByteArray()));
        });
    return levels;
  }

  private record Fetched(Descriptor descriptor, Manifest manifest) {}
}
