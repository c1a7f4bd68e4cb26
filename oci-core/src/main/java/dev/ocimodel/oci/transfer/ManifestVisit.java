package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What both ends say about the manifests of one graph. Safe for many threads. */
final class ManifestVisit {

  private final ContentSource source;
  private final ContentTarget target;
  private final CopyScope scope;
  private final ConcurrentMap<Digest, Set<Digest>> listedBySubject = new ConcurrentHashMap<>();

  ManifestVisit(ContentSource source, ContentTarget target, CopyScope scope) {
    this.source = source;
    this.target = target;
    this.scope = scope;
  }

  /**
   * @param manifest its content, from whichever end has it nearer
   * @param present whether the target has it, as it should be
   * @param referrers manifests that the source lists as its referrers, where they are asked for
   */
  record Found(Manifest manifest, boolean present, List<Descriptor> referrers) {}

  Found to(Descriptor descriptor) {
    Manifest manifest = target.contains(descriptor) ? inTarget(descriptor) : null;
    boolean present = manifest != null && isListed(manifest, descriptor.digest());
    if (manifest == null) {
      manifest = inSource(descriptor);
    }
    return new Found(manifest, present, referrers(descriptor.digest()));
  }

  private Manifest inSource(Descriptor descriptor) {
    try {
      return source.manifest(descriptor);
    } catch (IOException e) {
      throw Stops.failed(TransferException.Side.SOURCE, TransferItem.of(descriptor), e);
    }
  }

  /** Read there, for a registry counts what is read from it. One that is damaged is not there. */
  private @Nullable Manifest inTarget(Descriptor descriptor) {
    try {
      return target.manifest(descriptor);
    } catch (ContentNotFoundException
        | ContentMismatchException
        | InvalidContentException
        | EOFException e) {
      return null;
    } catch (IOException e) {
      throw Stops.failed(TransferException.Side.TARGET, TransferItem.of(descriptor), e);
    }
  }

  /**
   * Whether a referrer can be found from its subject. An attempt that stopped between storing it
   * and listing it has left it unlisted; pushing it once more lists it.
   */
  private boolean isListed(Manifest manifest, Digest digest) {
    Optional<Descriptor> subject = manifest.subject();
    return subject.isEmpty() || listed(subject.get().digest()).contains(digest);
  }

  /** Asked once for each subject: it may have a thousand referrers. */
  private Set<Digest> listed(Digest subject) {
    Set<Digest> known = listedBySubject.get(subject);
    if (known == null) {
      known =
          target.referrers(subject, null).stream()
              .map(Descriptor::digest)
              .collect(Collectors.toUnmodifiableSet());
      listedBySubject.put(subject, known);
    }
    return known;
  }

  private List<Descriptor> referrers(Digest subject) {
    Set<MediaType> types = scope.referrers();
    if (types == null) {
      return List.of();
    }
    MediaType only = types.size() == 1 ? types.iterator().next() : null;
    return source.referrers(subject, only).stream()
        .filter(listed -> listed.mediaType().isManifest())
        .filter(listed -> types.isEmpty() || types.contains(listed.artifactType()))
        .toList();
  }
}
