package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
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
                  ? ManifestRequests.fetchAndDescribe(asked.endpoint(), tagOrDigest)
                  : ManifestRequests.resolve(asked.endpoint(), tagOrDigest);
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
    return ManifestRequests.resolve(endpoint, tagOrDigest);
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
          byte[] content = ManifestRequests.fetch(asked.endpoint(), descriptor);
          if (asked.isMirror()) {
            ManifestRequests.requireMatch(content, descriptor);
          }
          return content;
        });
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
