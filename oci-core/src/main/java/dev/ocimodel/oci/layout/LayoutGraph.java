package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the manifests in a layout reach. Walks without recursion: a foreign graph may be deep. */
final class LayoutGraph {

  private final OciLayout layout;
  private final BlobFiles blobs;

  LayoutGraph(OciLayout layout, BlobFiles blobs) {
    this.layout = layout;
    this.blobs = blobs;
  }

  /** Whether content is here with everything below it, its manifests undamaged. */
  boolean isWhole(Descriptor root) {
    Set<Digest> seen = new HashSet<>();
    Deque<Descriptor> todo = new ArrayDeque<>(List.of(root));
    while (!todo.isEmpty()) {
      Descriptor descriptor = todo.pop();
      if (!blobs.contains(descriptor)) {
        return false;
      }
      if (seen.add(descriptor.digest()) && descriptor.mediaType().isManifest()) {
        try {
          todo.addAll(layout.manifest(descriptor).children());
        } catch (IOException | ContentMismatchException | InvalidContentException e) {
          return false; // damaged: the next push replaces it
        }
      }
    }
    return true;
  }

  /** Returns a manifest that is here with all of its bytes, whatever is below it. */
  Optional<Manifest> undamaged(Descriptor descriptor) {
    if (!blobs.contains(descriptor)) {
      return Optional.empty();
    }
    try {
      return Optional.of(layout.manifest(descriptor));
    } catch (IOException | ContentMismatchException | InvalidContentException e) {
      return Optional.empty(); // the next push replaces it
    }
  }

  List<Descriptor> referrers(
      List<Descriptor> roots, Digest subject, @Nullable MediaType artifactType) {
    List<Descriptor> referrers = new ArrayList<>();
    for (Descriptor root : roots) {
      if (!root.mediaType().isManifest() || !blobs.contains(root)) {
        continue;
      }
      Manifest manifest = read(root);
      Optional<MediaType> type = manifest.effectiveArtifactType();
      if (manifest.subject().map(s -> s.digest().equals(subject)).orElse(false)
          && (artifactType == null || artifactType.equals(type.orElse(null)))) {
        referrers.add(
            Descriptor.of(root.mediaType(), root.digest(), root.size())
                .withArtifactType(type.orElse(null))
                .withAnnotations(manifest.annotations()));
      }
    }
    return referrers.stream().distinct().toList();
  }

  private Manifest read(Descriptor descriptor) {
    try {
      return layout.manifest(descriptor);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read " + descriptor.digest() + " in " + layout.directory(), e);
    }
  }

  /**
   * Deletes a removed root, and what it reaches and no other root does. A removed manifest that is
   * damaged goes alone.
   *
   * @throws InvalidContentException before anything is deleted, if a manifest that stays is damaged
   *     and so hides what it needs
   */
  void deleteUnneeded(Descriptor removed, List<Descriptor> roots, LayoutLock.Action unlist)
      throws IOException {
    Set<Digest> needed = new HashSet<>();
    reach(roots, needed);
    Set<Digest> doomed = new HashSet<>();
    try {
      reach(List.of(removed), doomed);
    } catch (ContentMismatchException | InvalidContentException e) {
      doomed.add(removed.digest());
    }
    unlist.run();
    doomed.removeAll(needed);
    for (Digest digest : doomed) {
      blobs.delete(digest);
    }
  }

  private void reach(Collection<Descriptor> roots, Set<Digest> reached) throws IOException {
    Deque<Descriptor> todo = new ArrayDeque<>(roots);
    while (!todo.isEmpty()) {
      Descriptor descriptor = todo.pop();
      if (reached.add(descriptor.digest())
          && descriptor.mediaType().isManifest()
          && blobs.contains(descriptor)) {
        Manifest manifest = layout.manifest(descriptor);
        todo.addAll(manifest.children());
      }
    }
  }
}
