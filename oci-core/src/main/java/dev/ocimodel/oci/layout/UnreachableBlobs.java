package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes the part of a graph that no other root needs. */
final class UnreachableBlobs {

  private final OciLayout layout;

  UnreachableBlobs(OciLayout layout) {
    this.layout = layout;
  }

  void delete(Descriptor removed, List<Descriptor> roots) throws IOException {
    Set<Digest> needed = new HashSet<>();
    for (Descriptor root : roots) {
      reach(root, needed);
    }
    Set<Digest> doomed = new HashSet<>();
    reach(removed, doomed);
    doomed.removeAll(needed);
    for (Digest digest : doomed) {
      layout.deleteBlob(digest);
    }
  }

  private void reach(Descriptor descriptor, Set<Digest> reached) throws IOException {
    if (!reached.add(descriptor.digest())
        || !descriptor.mediaType().isManifest()
        || !layout.contains(descriptor)) {
      return;
    }
    for (Descriptor child : layout.manifest(descriptor).children()) {
      reach(child, reached);
    }
  }
}
