package dev.ocimodel.testkit;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /v2/NAME/referrers/DIGEST}: distribution-spec 1.1 "Listing Referrers". */
final class ReferrersEndpoint implements Endpoint {

  private final RepositoryContent content;
  private final int pageSize;

  ReferrersEndpoint(RepositoryContent content, int pageSize) {
    this.content = content;
    this.pageSize = pageSize;
  }

  @Override
  public Response answer(Call call) throws IOException {
    Router.requireGet(call);
    @Nullable String artifactType = call.query("artifactType");
    Map<String, Descriptor> found = find(call.repository(), call.digest(), artifactType);
    Page page = Page.of(call, List.copyOf(found.keySet()), pageSize);
    List<Descriptor> referrers =
        page.items().stream().map(digest -> Objects.requireNonNull(found.get(digest))).toList();
    Body body = Body.of(ImageIndex.create(referrers).toByteArray());
    Response response = Response.of(200).withBody(MediaType.IMAGE_INDEX.value(), body);
    return page.link(
        call,
        artifactType == null
            ? response
            : response.withHeader("OCI-Filters-Applied", "artifactType"));
  }

  /** Reads every manifest of the repository: a test's repository has few. */
  private Map<String, Descriptor> find(
      String repository, Digest subject, @Nullable String artifactType) throws IOException {
    Map<String, Descriptor> found = new LinkedHashMap<>();
    for (String digest : content.manifests(repository)) {
      Optional<Descriptor> descriptor = content.manifest(repository, Digest.parse(digest));
      if (descriptor.isEmpty()) {
        continue; // deleted meanwhile
      }
      Manifest manifest = read(descriptor.get());
      String type = manifest.effectiveArtifactType().map(MediaType::value).orElse(null);
      if (manifest.subject().map(s -> s.digest().equals(subject)).orElse(false)
          && (artifactType == null || artifactType.equals(type))) {
        found.put(digest, describe(descriptor.get(), manifest));
      }
    }
    return found;
  }

  private Manifest read(Descriptor descriptor) throws IOException {
    try (InputStream in = content.open(descriptor).open(0, descriptor.size())) {
      return Manifest.parse(descriptor.mediaType(), in.readAllBytes());
    }
  }

  private static Descriptor describe(Descriptor descriptor, Manifest manifest) {
    return descriptor
        .withArtifactType(manifest.effectiveArtifactType().orElse(null))
        .withAnnotations(manifest.annotations());
  }
}
