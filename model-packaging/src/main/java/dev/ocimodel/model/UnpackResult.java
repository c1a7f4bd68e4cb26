package dev.ocimodel.model;

import dev.ocimodel.oci.Descriptor;
import java.util.List;

/**
 * What unpacking did.
 *
 * @param root what the reference stood for: the manifest, or an index
 * @param kind how the model was packaged
 * @param files paths of the model's files below the directory, sorted
 * @param fetchedBytes bytes of the layers that were fetched
 * @param reusedBytes bytes of the layers that an earlier run, or the directory, had already
 */
public record UnpackResult(
    Descriptor root, ArtifactKind kind, List<String> files, long fetchedBytes, long reusedBytes) {

  /** Copies the list. */
  public UnpackResult {
    files = List.copyOf(files);
  }
}
