package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Reference;
import dev.ocimodel.registry.hosts.RegistryHost.Capability;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The manifest endpoint (distribution-spec 1.1 "Pulling manifests", "Pushing Manifests").
 *
 * <p>The last few small manifests that were pushed are kept, because what follows a push is nearly
 * always a tag, and a tag sends the bytes again.
 */
final class Manifests {

  private static final String ACCEPT =
      String.join(
          ", ",
          MediaType.IMAGE_MANIFEST.value(),
          MediaType.IMAGE_INDEX.value(),
          MediaType.DOCKER_MANIFEST.value(),
          MediaType.DOCKER_MANIFEST_LIST.value());
  private static final int KEPT = 16;
  private static final int LARGEST_KEPT = 256 * 1024;

  private final RepositoryEndpoint endpoint;
  private final ContentHosts hosts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Digest, byte[]> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param endpoint where manifests are pushed to, and looked for before
   * @param hosts where they are read
   */
  Manifests(RepositoryEndpoint endpoint, ContentHosts hosts) {
    this.endpoint = endpoint;
    this.hosts = hosts;
  }

  /**
   * Asks the hosts that may be asked.
   *
   * @throws ContentNotFoundException if there is no such manifest
   */
  Descriptor find(String tagOrDigest, String repository) throws IOException {
    boolean tag = Reference.isTag(tagOrDigest);
    Capability capability = tag ? Capability.RESOLVE : Capability.PULL;
    return hosts.ask(
        capability,
        new HashSet<>(),
        asked -> {
          // What a mirror says of a digest is taken from content that has it.
          Optional<Descriptor> found =
              asked.isMirror() && !tag
                  ? fetchAndDescribe(asked.endpoint(), tagOrDigest)
                  : resolve(asked.endpoint(), tagOrDigest);
          return found.orElseThrow(() -> absent(tagOrDigest, repository));
        });
  }

  static ContentNotFoundException absent(String tagOrDigest, String repository) {
    return new ContentNotFoundException(
        "No "
            + (Reference.isTag(tagOrDigest) ? "tag " : "manifest ")
            + tagOrDigest
            + " in "
            + repository);
  }

  /** Asks where manifests are pushed to. */
  Optional<Descriptor> resolve(String tagOrDigest) throws IOException {
    return resolve(endpoint, tagOrDigest);
  }

  private Optional<Descriptor> resolve(RepositoryEndpoint endpoint, String tagOrDigest)
      throws IOException {
    HttpCall head =
        HttpCall.of("HEAD", endpoint.manifest(tagOrDigest), endpoint.pull())
            .withHeader("Accept", ACCEPT)
            .answering(404, 405);
    try (HttpReply reply = endpoint.send(head)) {
      if (reply.status() == 404) {
        return Optional.empty();
      }
      Descriptor described = reply.status() == 405 ? null : describe(reply, tagOrDigest);
      if (described != null) {
        return Optional.of(described);
      }
    }
    return fetchAndDescribe(endpoint, tagOrDigest);
  }

  /** What the headers say; null when they do not say enough. */
  private @Nullable Descriptor describe(HttpReply reply, String tagOrDigest) {
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

  private Optional<Descriptor> fetchAndDescribe(RepositoryEndpoint endpoint, String tagOrDigest)
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

  Blob blob(Descriptor descriptor) {
    return new ManifestBlob(descriptor);
  }

  /** The last host's content is for the reader to verify; that of others has been. */
  private byte[] fetch(Descriptor descriptor) throws IOException {
    return hosts.ask(
        Capability.PULL,
        new HashSet<>(),
        asked -> {
          byte[] content = fetch(asked.endpoint(), descriptor);
          if (asked.isMirror()) {
            requireMatch(content, descriptor);
          }
          return content;
        });
  }

  private static void requireMatch(byte[] content, Descriptor descriptor) {
    Digester digester = Digester.matching(descriptor.digest());
    digester.update(content, 0, content.length);
    digester.requireMatch(descriptor);
  }

  private static byte[] fetch(RepositoryEndpoint endpoint, Descriptor descriptor)
      throws IOException {
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

  /** Returns the manifest whose subject the registry did not acknowledge, if that is so. */
  Optional<Manifest> push(Blob blob) throws IOException {
    Descriptor descriptor = blob.descriptor();
    byte[] content = blob.read(endpoint.limits());
    Manifest manifest = Manifest.parse(descriptor.mediaType(), content);
    boolean acknowledged = put(descriptor, content, descriptor.digest().toString());
    if (content.length <= LARGEST_KEPT) {
      lock.lock();
      try {
        recent.put(descriptor.digest(), content);
      } finally {
        lock.unlock();
      }
    }
    return acknowledged || manifest.subject().isEmpty() ? Optional.empty() : Optional.of(manifest);
  }

  /** Returns whether the registry says that it will list the manifest as a referrer. */
  boolean put(Descriptor descriptor, byte[] content, String tagOrDigest) throws IOException {
    HttpCall call =
        HttpCall.of("PUT", endpoint.manifest(tagOrDigest), endpoint.push())
            .withBody(HttpBody.of(descriptor.mediaType().value(), content));
    try (HttpReply reply = endpoint.send(call)) {
      String stored = reply.header("Docker-Content-Digest");
      if (stored != null
          && stored.startsWith(descriptor.digest().algorithm() + ":")
          && !stored.strip().equals(descriptor.digest().toString())) {
        throw new ContentMismatchException(
            endpoint.shown() + " stored " + descriptor.digest() + " under another digest");
      }
      return reply.header("OCI-Subject") != null;
    } catch (RegistryException e) {
      if (isChildMissing(e)) {
        throw new ContentNotFoundException(
            "Manifest "
                + descriptor.digest()
                + " cannot be stored in "
                + endpoint.shown()
                + ": something it refers to is not there ("
                + e.getMessage()
                + ")",
            e);
      }
      throw e;
    }
  }

  private static boolean isChildMissing(RegistryException e) {
    return (e.status() == 400 || e.status() == 404)
        && e.errors().stream()
            .anyMatch(
                error ->
                    error.code().equals("MANIFEST_BLOB_UNKNOWN")
                        || error.code().equals("BLOB_UNKNOWN")
                        || error.code().equals("MANIFEST_UNKNOWN"));
  }

  void delete(String tagOrDigest, String repository) throws IOException {
    HttpCall call =
        HttpCall.of("DELETE", endpoint.manifest(tagOrDigest), endpoint.delete()).answering(404);
    try (HttpReply reply = endpoint.send(call)) {
      if (reply.status() == 404) {
        throw new ContentNotFoundException(
            "No " + tagOrDigest + " in " + repository + "; nothing was deleted");
      }
    }
  }

  void tag(Descriptor manifest, String tagOrDigest, String repository) throws IOException {
    if (tagOrDigest.equals(manifest.digest().toString())) {
      if (resolve(tagOrDigest).isEmpty()) {
        throw new ContentNotFoundException("No " + manifest.digest() + " in " + repository);
      }
      return;
    }
    if (!Reference.isTag(tagOrDigest)) {
      throw new InvalidContentException(
          "Cannot tag " + manifest.digest() + " with another digest: " + tagOrDigest);
    }
    byte[] content = kept(manifest.digest());
    put(manifest, content != null ? content : blob(manifest).read(endpoint.limits()), tagOrDigest);
  }

  private byte @Nullable [] kept(Digest digest) {
    lock.lock();
    try {
      return recent.get(digest);
    } finally {
      lock.unlock();
    }
  }

  /** A manifest has no ranges: it is small, and fetched whole. */
  private final class ManifestBlob implements Blob {

    private final Descriptor descriptor;

    ManifestBlob(Descriptor descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public Descriptor descriptor() {
      return descriptor;
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
      byte[] content = fetch(descriptor);
      if (offset + length > content.length) {
        throw new EOFException(
            descriptor.digest() + " has " + content.length + " bytes, not " + (offset + length));
      }
      if (offset == 0 && length == descriptor.size()) {
        return new ByteArrayInputStream(content); // whatever is too much is for the check to see
      }
      return new ByteArrayInputStream(content, (int) offset, (int) length);
    }
  }
}
