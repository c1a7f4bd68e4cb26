package dev.ocimodel.k8s;

import dev.ocimodel.oci.Reference;

/** How a reference is written into a pod, and when the node asks the registry again. */
final class ImagePull {

  private ImagePull() {}

  /**
   * The reference without its tag where a digest decides: some runtimes refuse a reference that has
   * both.
   */
  static String text(Reference reference) {
    return reference.digest() == null
        ? reference.name() + ":" + reference.tagOrDigest()
        : reference.name() + "@" + reference.digest();
  }

  /** A digest names the same bytes for ever; a tag moves, so a cached copy may be stale. */
  static String policy(Reference reference) {
    return reference.digest() == null ? "Always" : "IfNotPresent";
  }
}
