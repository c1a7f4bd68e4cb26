package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A manifest of the graph that is being planned. Belongs to the planning thread. */
final class CopyNode {

  final Descriptor descriptor;

  /** How many indexes are above it on the shortest way. */
  final int depth;

  /** How many subjects are above it: 0 for what the root is made of. */
  final int referrerDepth;

  /** The target has it with all below it, and lists it if it is a referrer. */
  boolean present;

  /** The target lacks something below it, and will still. */
  boolean partial;

  final List<Descriptor> children = new ArrayList<>();
  final List<Descriptor> leaves = new ArrayList<>();
  final List<Descriptor> leftOut = new ArrayList<>();
  final List<Descriptor> referrers = new ArrayList<>();
  @Nullable RuntimeException failure;

  /** How many indexes deep it is, looked at from below; set when the graph is sorted. */
  int height;

  /** How many of the manifests it needs are not sorted yet, and which need it. */
  int unsorted;

  final List<CopyNode> neededBy = new ArrayList<>();
  private @Nullable Manifest manifest;

  CopyNode(Descriptor descriptor, int depth, int referrerDepth) {
    this.descriptor = descriptor;
    this.depth = depth;
    this.referrerDepth = referrerDepth;
  }

  Digest digest() {
    return descriptor.digest();
  }

  Manifest manifest() {
    return Objects.requireNonNull(manifest, "not visited");
  }

  boolean refersTo(Digest subject) {
    return manifest != null
        && manifest.subject().map(named -> named.digest().equals(subject)).orElse(false);
  }

  Blob toBlob() {
    return Blob.of(descriptor, manifest().toByteArray());
  }

  /** Takes in what was found. A referrer is copied whole, whatever is selected of its subject. */
  void visited(Manifest found, boolean isPresent, List<Descriptor> refersHere, CopyScope scope) {
    this.manifest = found;
    this.present = isPresent;
    this.referrers.addAll(refersHere);
    if (present && scope.referrers() == null) {
      return; // nothing below it is of interest
    }
    for (Descriptor child : found.children()) {
      if (child.mediaType().isManifest()) {
        boolean kept = present || referrerDepth > 0 || scope.keepsManifest(child);
        (kept ? children : leftOut).add(child);
      } else if (!present) {
        (referrerDepth > 0 || isConfig(child) || scope.keepsLayer(child) ? leaves : leftOut)
            .add(child);
      }
    }
  }

  /** What an artifact is cannot be told without its config. */
  private boolean isConfig(Descriptor child) {
    return manifest instanceof ImageManifest image && image.config().equals(child);
  }
}
