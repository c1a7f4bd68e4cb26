package dev.ocimodel.model;

import dev.ocimodel.model.StagedLayer.StagedFile;
import dev.ocimodel.model.archive.PathSet;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Puts staged layers together in their order. In an image a layer replaces and removes what lower
 * ones have (image-spec 1.1 "Whiteouts"); in an artifact the same path twice is an error.
 */
final class LayerMerge {

  private final Artifact artifact;

  LayerMerge(Artifact artifact) {
    this.artifact = artifact;
  }

  Map<String, StagedFile> merge(Map<Digest, StagedLayer> staged) {
    Map<String, StagedFile> tree = new LinkedHashMap<>();
    Set<Digest> seen = new HashSet<>();
    for (Descriptor descriptor : artifact.manifest().layers()) {
      StagedLayer layer = staged.get(descriptor.digest());
      boolean first = seen.add(descriptor.digest());
      if (layer != null && (first || overlays())) {
        add(layer, tree);
      }
    }
    if (tree.isEmpty()) {
      throw new InvalidContentException(
          "Manifest "
              + artifact.manifest().descriptor().digest()
              + " holds no model files"
              + (overlays() ? " under " + LayerPlanner.IMAGE_DIRECTORY : ""));
    }
    requireDistinct(tree);
    return tree;
  }

  private void add(StagedLayer layer, Map<String, StagedFile> tree) {
    for (String removed : layer.removed()) {
      String below = removed.isEmpty() || removed.endsWith("/") ? removed : removed + "/";
      tree.keySet().removeIf(path -> path.equals(removed) || path.startsWith(below));
    }
    for (StagedFile file : layer.files()) {
      if (tree.put(file.path(), file) != null && !overlays()) {
        throw twice(file.path());
      }
    }
  }

  private boolean overlays() {
    return artifact.kind() == ArtifactKind.IMAGE;
  }

  private static void requireDistinct(Map<String, StagedFile> tree) {
    PathSet paths = new PathSet();
    tree.keySet().forEach(paths::add);
  }

  static InvalidContentException twice(String path) {
    return new InvalidContentException(
        "The artifact holds the path " + path + " twice; it is not clear which one is meant");
  }
}
