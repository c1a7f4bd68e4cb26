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
import org.jspecify.annotations.Nullable;

/**
 * The referrers endpoint, and the tag that stands in for it where a registry has none
 * (distribution-spec 1.1 "Listing Referrers", "Referrers Tag Schema").
 */
final class Referrers {

  private static final int MAX_PAGES = 1_000;
  private static final int MAX_TAG_HEX = 64;

  private final RepositoryEndpoint endpoint;
  private final Manifests manifests;

  Referrers(RepositoryEndpoint endpoint, Manifests manifests) {
    this.endpoint = endpoint;
    this.manifests = manifests;
  }

  List<Descriptor> list(Digest subject, @Nullable MediaType artifactType) throws IOException {
    URI uri = endpoint.referrers(subject);
    if (artifactType != null) {
      uri = Uris.withQuery(uri, "artifactType", artifactType.value());
    }
    List<Descriptor> found = new ArrayList<>();
    Optional<URI> next = Optional.of(uri);
    for (int page = 0; next.isPresent(); page++) {
      if (page == MAX_PAGES) {
        throw new InvalidContentException(
            endpoint.shown() + " lists referrers on more than " + MAX_PAGES + " pages");
      }
      HttpCall call = HttpCall.of("GET", next.get(), endpoint.pull()).answering(404);
      try (HttpReply reply = endpoint.send(call)) {
        if (reply.status() == 404) {
          return filter(listByTag(subject), artifactType);
        }
        next = Pages.next(reply);
        byte[] body = reply.read(endpoint.limits().maxManifestSize(), "maxManifestSize");
        found.addAll(((ImageIndex) Manifest.parse(MediaType.IMAGE_INDEX, body)).manifests());
      }
    }
    return filter(found, artifactType); // a registry may have left the filter to us
  }

  private List<Descriptor> listByTag(Digest subject) throws IOException {
    String hex = subject.encoded();
    String tag = subject.algorithm() + "-" + hex.substring(0, Math.min(hex.length(), MAX_TAG_HEX));
    Optional<Descriptor> fallback = manifests.resolve(tag);
    if (fallback.isEmpty() || fallback.get().digest().equals(subject)) {
      return List.of(); // GitLab takes the tag for the subject itself
    }
    Blob blob = manifests.blob(fallback.get());
    return Manifest.read(blob, endpoint.limits()) instanceof ImageIndex index
        ? index.manifests()
        : List.of();
  }

  private static List<Descriptor> filter(List<Descriptor> found, @Nullable MediaType artifactType) {
    return found.stream()
        .filter(d -> artifactType == null || artifactType.equals(d.artifactType()))
        .distinct()
        .toList();
  }
}
