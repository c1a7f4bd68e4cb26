package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Reference;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one host for a manifest (distribution-spec 1.1 "Pulling manifests"). */
final class ManifestRequests {

  private static final String ACCEPT =
      String.join(
          ", ",
          MediaType.IMAGE_MANIFEST.value(),
          MediaType.IMAGE_INDEX.value(),
          MediaType.DOCKER_MANIFEST.value(),
          MediaType.DOCKER_MANIFEST_LIST.value());

  private ManifestRequests() {}

  static Optional<Descriptor> resolve(RepositoryEndpoint endpoint, String tagOrDigest)
      throws IOException {
    HttpCall head =
        HttpCall.of("HEAD", endpoint.manifest(tagOrDigest), endpoint.pull())
            .withHeader("Accept", ACCEPT)
            .answering(404, 405, 501);
    try (HttpReply reply = endpoint.send(head)) {
      if (reply.status() == 404) {
        return Optional.empty();
      }
      Descriptor described = reply.isMethodRefused() ? null : describe(reply, tagOrDigest);
      if (described != null) {
        return Optional.of(described);
      }
    }
    return fetchAndDescribe(endpoint, tagOrDigest);
  }

  /** What the headers say; null when they do not say enough. */
  private static @Nullable Descriptor describe(HttpReply reply, String tagOrDigest) {
    String contentType = reply.header("Content-Type");
    String digest = reply.header("Docker-Content-Digest");
    long length = reply.contentLength();
    if (contentType == null || length <= 0) {
      return null;
    }
    MediaType mediaType = MediaType.fromContentType(contentType);
    if (!mediaType.isManifest()) {
      return null;
    }
    if (!Reference.isTag(tagOrDigest)) {
      return Descriptor.of(mediaType, Digest.parse(tagOrDigest), length);
    }
    try {
      return digest == null ? null : Descriptor.of(mediaType, Digest.parse(digest.strip()), length);
    } catch (InvalidContentException e) {
      return null; // a header is a hint; the content has the last word
    }
  }

  static Optional<Descriptor> fetchAndDescribe(RepositoryEndpoint endpoint, String tagOrDigest)
      throws IOException {
    HttpCall get =
        HttpCall.of("GET", endpoint.manifest(tagOrDigest), endpoint.pull())
            .withHeader("Accept", ACCEPT)
            .answering(404);
    try (HttpReply reply = endpoint.send(get)) {
      if (reply.status() == 404) {
        return Optional.empty();
      }
      MediaType mediaType = contentType(reply);
      byte[] content = reply.read(endpoint.limits().maxManifestSize(), "maxManifestSize");
      Manifest manifest = Manifest.parse(mediaType, content);
      Descriptor described = manifest.descriptor();
      if (Reference.isTag(tagOrDigest)) {
        return Optional.of(described);
      }
      Descriptor wanted = Descriptor.of(mediaType, Digest.parse(tagOrDigest), described.size());
      requireMatch(content, wanted);
      return Optional.of(wanted);
    }
  }

  private static MediaType contentType(HttpReply reply) {
    String header = reply.header("Content-Type");
    if (header == null) {
      throw new InvalidContentException(
          Uris.redacted(reply.uri()) + " answered without a Content-Type");
    }
    MediaType mediaType = MediaType.fromContentType(header);
    if (!mediaType.isManifest()) {
      throw new InvalidContentException(
          Uris.redacted(reply.uri())
              + " answered with "
              + mediaType
              + ", which is no OCI or Docker manifest");
    }
    return mediaType;
  }

  static void requireMatch(byte[] content, Descriptor descriptor) {
    Digester digester = Digester.matching(descriptor.digest());
    digester.update(content, 0, content.length);
    digester.requireMatch(descriptor);
  }

  static byte[] fetch(RepositoryEndpoint endpoint, Descriptor descriptor) throws IOException {
    long limit = endpoint.limits().maxManifestSize();
    HttpCall get =
        HttpCall.of("GET", endpoint.manifest(descriptor.digest().toString()), endpoint.pull())
            .withHeader("Accept", descriptor.mediaType().value() + ", " + ACCEPT)
            .answering(404);
    try (HttpReply reply = endpoint.send(get)) {
      if (reply.status() == 404) {
        throw new ContentNotFoundException(
            "No manifest " + descriptor.digest() + " in " + endpoint.shown());
      }
      if (descriptor.size() > limit) {
        throw new InvalidContentException(
            descriptor.digest()
                + " has "
                + descriptor.size()
                + " bytes; the limit maxManifestSize is "
                + limit);
      }
      MediaType mediaType = contentType(reply);
      if (!mediaType.equals(descriptor.mediaType())) {
        throw new InvalidContentException(
            "Manifest "
                + descriptor.digest()
                + " should be "
                + descriptor.mediaType()
                + " and was answered as "
                + mediaType);
      }
      return reply.read(limit, "maxManifestSize");
    }
  }
}
