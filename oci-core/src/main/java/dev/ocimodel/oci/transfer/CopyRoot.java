package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.OciException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A root that is asked for, on its way through planning. Belongs to the planning thread. */
final class CopyRoot {

  final CopyRequest request;

  /** The manifests it is made of, and their referrers where they are asked for. */
  final Set<CopyNode> reached = new LinkedHashSet<>();

  @Nullable RuntimeException failure;
  private final @Nullable Descriptor named;
  private final @Nullable Descriptor chosen;

  /**
   * @param named what the reference stands for
   * @param chosen what is copied: it, or the manifest of a platform below it
   */
  CopyRoot(CopyRequest request, Descriptor named, Descriptor chosen) {
    this.request = request;
    this.named = named;
    this.chosen = chosen;
  }

  private CopyRoot(CopyRequest request, @Nullable RuntimeException failure) {
    this.request = request;
    this.named = null;
    this.chosen = null;
    this.failure = failure;
  }

  static CopyRoot failed(CopyRequest request, @Nullable RuntimeException failure) {
    return new CopyRoot(request, failure);
  }

  Descriptor descriptor() {
    return Objects.requireNonNull(chosen, "not resolved");
  }

  /** Who asks for no tag, by the digest of an index, gets none for the platform's manifest. */
  String tag() {
    boolean untagged = named != null && request.targetReference().equals(named.digest().toString());
    return untagged ? descriptor().digest().toString() : request.targetReference();
  }

  static OciException typed(RuntimeException failure) {
    return failure instanceof OciException e
        ? e
        : new OciException("The copy failed: " + failure, failure);
  }
}
