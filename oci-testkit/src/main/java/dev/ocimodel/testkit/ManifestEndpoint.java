package dev.ocimodel.testkit;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v2/NAME/manifests/REFERENCE}: distribution-spec 1.1 "Pushing manifests" and others. A
 * push by digest may name tags in its query, {@code ?tag=A&tag=B}, as the specification's next
 * version has it.
 */
final class ManifestEndpoint implements Endpoint {

  static final int MAX_SIZE = 4 * 1024 * 1024;

  private final RepositoryContent content;
  private final boolean referrersApi;

  ManifestEndpoint(RepositoryContent content, boolean referrersApi) {
    this.content = content;
    this.referrersApi = referrersApi;
  }

  @Override
  public Response answer(Call call) throws IOException {
    if (!isDigest(call) && !Reference.isTag(call.argument())) {
      throw RegistryError.invalid("MANIFEST_INVALID", "the reference is neither tag nor digest");
    }
    return switch (call.method()) {
      case "GET", "HEAD" -> get(call);
      case "PUT" -> put(call);
      case "DELETE" -> delete(call);
      default -> throw RegistryError.unsupported("manifests take GET, HEAD, PUT and DELETE");
    };
  }

  private static boolean isDigest(Call call) {
    return call.argument().indexOf(':') >= 0;
  }

  private Response get(Call call) throws IOException {
    Optional<Descriptor> found =
        isDigest(call)
            ? content.manifest(call.repository(), call.digest())
            : content.tagged(call.repository(), call.argument());
    Descriptor manifest = found.orElseThrow(() -> unknown(call));
    Blob blob = content.open(manifest);
    return Response.of(200)
        .withHeader("Docker-Content-Digest", manifest.digest().toString())
        .withHeader("ETag", "\"" + manifest.digest() + "\"")
        .withBody(
            manifest.mediaType().value(),
            new Body(manifest.size(), () -> blob.open(0, manifest.size())));
  }

  private Response put(Call call) throws IOException {
    byte[] bytes = call.body().readNBytes(MAX_SIZE + 1);
    if (bytes.length > MAX_SIZE) {
      throw new RegistryError(
          413, "SIZE_INVALID", "a manifest may have " + MAX_SIZE + " bytes at most");
    }
    Manifest manifest = parse(call, bytes);
    Digest digest = isDigest(call) ? call.digest() : manifest.descriptor().digest();
    List<String> tags = tags(call);
    content.putManifest(call.repository(), manifest, digest);
    for (String tag : tags) {
      content.tag(call.repository(), tag, digest);
    }
    Response created =
        Response.of(201)
            .withHeader("Location", "/v2/" + call.repository() + "/manifests/" + digest)
            .withHeader("Docker-Content-Digest", digest.toString());
    if (isDigest(call) && !tags.isEmpty()) {
      created = created.withHeader("OCI-Tag", String.join(", ", tags));
    }
    return withSubject(created, manifest);
  }

  private static List<String> tags(Call call) {
    List<String> tags = isDigest(call) ? call.query().all("tag") : List.of(call.argument());
    for (String tag : tags) {
      if (!Reference.isTag(tag)) {
        throw RegistryError.invalid("MANIFEST_INVALID", "the parameter tag is no tag");
      }
    }
    return tags;
  }

  private Response withSubject(Response created, Manifest manifest) {
    return manifest
        .subject()
        .filter(subject -> referrersApi)
        .map(subject -> created.withHeader("OCI-Subject", subject.digest().toString()))
        .orElse(created);
  }

  private static Manifest parse(Call call, byte[] bytes) {
    String contentType = call.request().header("content-type");
    if (contentType == null) {
      throw RegistryError.invalid("MANIFEST_INVALID", "Content-Type is missing");
    }
    try {
      return Manifest.parse(MediaType.fromContentType(contentType), bytes);
    } catch (InvalidContentException e) {
      throw RegistryError.invalid("MANIFEST_INVALID", e);
    }
  }

  private Response delete(Call call) throws IOException {
    boolean removed =
        isDigest(call)
            ? content.removeManifest(call.repository(), call.digest())
            : content.removeTag(call.repository(), call.argument());
    if (!removed) {
      throw unknown(call);
    }
    return Response.of(202);
  }

  private static RegistryError unknown(Call call) {
    return RegistryError.notFound(
        "MANIFEST_UNKNOWN", call.argument() + " is not in " + call.repository());
  }
}
