package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The referrers endpoint, and the tag that stands in for it where a registry has none
 * (distribution-spec 1.1 "Listing Referrers", "Referrers Tag Schema").
 */
final class Referrers {

  private static final int MAX_PAGES = 1_000;

  /** How many bytes all pages of one list may have together, in largest manifests. */
  private static final int MAX_LISTED = 8;

  private static final int MAX_TAG_HEX = 64;

  private final RepositoryEndpoint endpoint;
  private final Manifests manifests;
  private final ReentrantLock writing;

  Referrers(RepositoryEndpoint endpoint, Manifests manifests) {
    this.endpoint = endpoint;
    this.manifests = manifests;
    this.writing = endpoint.client().referrersLock(endpoint.uploads());
  }

  List<Descriptor> list(Digest subject, @Nullable MediaType artifactType) throws IOException {
    URI uri = endpoint.referrers(subject);
    if (artifactType != null) {
      uri = Uris.withQuery(uri, "artifactType", artifactType.value());
    }
    List<Descriptor> found = new ArrayList<>();
    Optional<URI> next = Optional.of(uri);
    long left = MAX_LISTED * Math.min(endpoint.limits().maxManifestSize(), Integer.MAX_VALUE);
    for (int page = 0; next.isPresent(); page++) {
      if (page == MAX_PAGES) {
        throw new InvalidContentException(
            endpoint.shown() + " lists referrers on more than " + MAX_PAGES + " pages");
      }
      HttpCall call = HttpCall.of("GET", next.get(), endpoint.pull()).answering(404);
      try (HttpReply reply = endpoint.send(call)) {
        boolean elsewhere = !Origin.of(reply.uri()).equals(Origin.of(endpoint.base()));
        if (reply.status() == 404 || elsewhere) { // GHCR leads to a web page instead
          return filter(listByTag(subject), artifactType);
        }
        next = Pages.next(reply);
        byte[] body = reply.read(endpoint.limits().maxManifestSize(), "maxManifestSize");
        left -= body.length;
        if (left < 0) {
          throw new InvalidContentException(
              endpoint.shown()
                  + " lists more referrers than fit into "
                  + MAX_LISTED
                  + " times the limit maxManifestSize");
        }
        found.addAll(((ImageIndex) Manifest.parse(MediaType.IMAGE_INDEX, body)).manifests());
      }
    }
    return filter(found, artifactType); // a registry may have left the filter to us
  }

  /**
   * Lists a manifest in the tag that stands in for the endpoint. Writers in this client wait for
   * each other; others can still lose an entry to one another, for a registry has no lock.
   *
   * @throws InvalidContentException if the tag is taken by something that is no list
   */
  void record(Manifest manifest, Descriptor pushed) throws IOException {
    Descriptor subject = manifest.subject().orElseThrow();
    Descriptor entry =
        Descriptor.of(pushed.mediaType(), pushed.digest(), pushed.size())
            .withArtifactType(manifest.effectiveArtifactType().orElse(null))
            .withAnnotations(manifest.annotations());
    Locks.lock(writing);
    try {
      List<Descriptor> listed = new ArrayList<>(listForWriting(subject.digest()));
      if (listed.stream().noneMatch(other -> other.digest().equals(entry.digest()))) {
        listed.add(entry);
        ImageIndex index = ImageIndex.create(listed);
        manifests.put(index.descriptor(), index.toByteArray(), tag(subject.digest()));
      }
    } finally {
      writing.unlock();
    }
  }

  /** Takes a deleted manifest out of the tag's list, where there is one. */
  void forget(Digest subject, Digest deleted) throws IOException {
    Locks.lock(writing);
    try {
      List<Descriptor> listed = listByTag(subject);
      List<Descriptor> left = listed.stream().filter(d -> !d.digest().equals(deleted)).toList();
      if (left.size() < listed.size()) {
        ImageIndex index = ImageIndex.create(left);
        manifests.put(index.descriptor(), index.toByteArray(), tag(subject));
      }
    } finally {
      writing.unlock();
    }
  }

  private List<Descriptor> listForWriting(Digest subject) throws IOException {
    Optional<Descriptor> listed = manifests.resolve(tag(subject));
    if (listed.isEmpty()) {
      return List.of();
    }
    if (!listed.get().digest().equals(subject)
        && Manifest.read(manifests.blob(listed.get()), endpoint.limits())
            instanceof ImageIndex index) {
      return index.manifests();
    }
    throw new InvalidContentException(
        endpoint.shown()
            + " has no referrers endpoint, and its tag "
            + tag(subject)
            + " is no list of referrers: nothing can refer to "
            + subject
            + " there");
  }

  private List<Descriptor> listByTag(Digest subject) throws IOException {
    Optional<Descriptor> listed = manifests.resolve(tag(subject));
    if (listed.isEmpty() || listed.get().digest().equals(subject)) {
      return List.of(); // GitLab takes the tag for the subject itself
    }
    Blob blob = manifests.blob(listed.get());
    return Manifest.read(blob, endpoint.limits()) instanceof ImageIndex index
        ? index.manifests()
        : List.of();
  }

  private static String tag(Digest subject) {
    String hex = subject.encoded();
    return subject.algorithm() + "-" + hex.substring(0, Math.min(hex.length(), MAX_TAG_HEX));
  }

  private static List<Descriptor> filter(List<Descriptor> found, @Nullable MediaType artifactType) {
    return found.stream()
        .filter(d -> artifactType == null || artifactType.equals(d.artifactType()))
        .distinct()
        .toList();
  }
}
