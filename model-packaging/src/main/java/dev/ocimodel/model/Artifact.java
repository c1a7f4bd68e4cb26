package dev.ocimodel.model;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageManifest;
import java.util.List;
import java.util.Map;

/**
 * A packaged model before any of its layers is fetched.
 *
 * @param root what its reference stands for: the manifest, or an index it was chosen from
 * @param kind how it is packaged
 * @param manifest its manifest
 * @param description what its config says about the model
 * @param diffIds digest of each layer uncompressed, in their order; empty where nothing says
 * @param paths paths that its config gives layers
 */
record Artifact(
    Descriptor root,
    ArtifactKind kind,
    ImageManifest manifest,
    ModelDescription description,
    List<Digest> diffIds,
    Map<Digest, String> paths) {

  Artifact {
    diffIds = List.copyOf(diffIds);
    paths = Map.copyOf(paths);
  }
}
