package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Reference;
import dev.ocimodel.oci.text.ForeignText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One repository of a registry as a store (distribution-spec 1.1).
 *
 * <p>Bytes are streamed both ways in one pass. What goes up under a known digest is checked by the
 * registry before it is visible; what comes down is checked by who reads it with {@link
 * Blob#open()} or stores it. A transfer that is cut off goes on where it stopped: a download
 * always, an upload where the registry keeps a broken session. Methods that cannot throw {@link
 * IOException} report a lost connection as {@link RegistryUnavailableException}.
 */
public final class Repository implements ContentTarget {

  private final String name;
  private final ContentHosts hosts;
  private final RepositoryEndpoint endpoint;
  private final Manifests manifests;
  private final Blobs blobs;
  private final Uploads uploads;
  private final Referrers referrers;

  Repository(String name, ContentHosts hosts) {
    this.name = name;
    this.hosts = hosts;
    this.endpoint = hosts.target();
    this.manifests = new Manifests(endpoint, hosts);
    this.blobs = new Blobs(endpoint, hosts);
    this.uploads = new Uploads(endpoint, blobs);
    this.referrers = new Referrers(endpoint, manifests);
  }

  /** Returns {@code registry/repository}. */
  public String name() {
    return name;
  }

  @Override
  public ContentLimits limits() {
    return endpoint.limits();
  }

  @Override
  public Descriptor resolve(String tagOrDigest) {
    checkTagOrDigest(tagOrDigest);
    return online("resolve " + tagOrDigest, () -> manifests.find(tagOrDigest, name));
  }

  @Override
  public Blob blob(Descriptor descriptor) {
    return blob(descriptor, BlobEvents.NONE);
  }

  @Override
  public Blob blob(Descriptor descriptor, BlobEvents events) {
    return descriptor.mediaType().isManifest()
        ? manifests.blob(descriptor)
        : blobs.blob(descriptor, events);
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable MediaType artifactType) {
    return online("list the referrers of " + subject, () -> referrers.list(subject, artifactType));
  }

  /**
   * Lists the tags, lexically as the registry orders them; pages are fetched while the stream is
   * read (distribution-spec 1.1 "Listing Tags").
   *
   * @throws ContentNotFoundException from the stream, if the repository is absent
   * @throws RegistryUnavailableException from the stream, if there is no answer
   */
  public Stream<String> tags() {
    return new NamePages(
            endpoint.http(),
            endpoint.tags(),
            endpoint.pull(),
            endpoint.limits().maxManifestSize(),
            NamePages.Kind.TAGS,
            name)
        .stream();
  }

  @Override
  public boolean contains(Descriptor descriptor) {
    return online(
        "look for " + descriptor.digest(),
        () ->
            descriptor.mediaType().isManifest()
                ? manifests.resolve(descriptor.digest().toString()).isPresent()
                : blobs.contains(descriptor));
  }

  /** Returns what is known of the registry by now; its answers can tell more. */
  public RegistryProfile profile() {
    return endpoint.profile();
  }

  /** Returns what the registry's {@link RegistryProfile} says. */
  @Override
  public OptionalLong maxBlobSize() {
    return endpoint.profile().maxBlobSize();
  }

  @Override
  public void push(Blob blob) throws IOException {
    hosts.requireTarget();
    if (blob.descriptor().mediaType().isManifest()) {
      Optional<Manifest> unlisted = manifests.push(blob);
      if (unlisted.isPresent()) {
        referrers.record(unlisted.get(), blob.descriptor());
      }
    } else {
      uploads.push(blob);
    }
  }

  @Override
  public Descriptor write(MediaType mediaType, BlobProducer producer) throws IOException {
    if (mediaType.isManifest()) {
      throw new IllegalArgumentException("A manifest is pushed, not written: " + mediaType);
    }
    hosts.requireTarget();
    return uploads.write(mediaType, producer);
  }

  @Override
  public void tag(Descriptor manifest, String tagOrDigest) throws IOException {
    checkTagOrDigest(tagOrDigest);
    hosts.requireTarget();
    manifests.tag(manifest, tagOrDigest, name);
  }

  /**
   * Removes a tag; its manifest stays (distribution-spec 1.1 "Deleting tags"). Many registries only
   * delete manifests.
   *
   * @throws ContentNotFoundException if there is no such tag
   * @throws RegistryException if the registry does not delete tags, or not for these credentials
   * @throws IOException if there is no answer
   */
  public void untag(String tag) throws IOException {
    if (!Reference.isTag(tag)) {
      throw new InvalidContentException("Not a tag: " + ForeignText.quote(tag));
    }
    hosts.requireTarget();
    manifests.delete(tag, name);
  }

  /**
   * Deletes a manifest with all its tags (distribution-spec 1.1 "Deleting Manifests"). Its blobs
   * are the registry's to collect. Where referrers are listed by a tag, it leaves its subject's
   * list.
   *
   * @throws ContentNotFoundException if there is no such manifest
   * @throws RegistryException if the registry does not delete, or not for these credentials
   * @throws IOException if there is no answer
   */
  public void delete(Digest manifest) throws IOException {
    hosts.requireTarget();
    Descriptor descriptor =
        online("resolve " + manifest, () -> manifests.resolve(manifest.toString()))
            .orElseThrow(() -> Manifests.absent(manifest.toString(), name));
    Optional<Descriptor> subject = manifest(descriptor).subject();
    manifests.delete(manifest.toString(), name);
    if (subject.isPresent()) {
      referrers.forget(subject.get().digest(), manifest);
    }
  }

  /**
   * Deletes a blob from this repository (distribution-spec 1.1 "Deleting Blobs"). A manifest that
   * refers to it is broken by that; most registries collect what nothing refers to by themselves.
   *
   * @throws ContentNotFoundException if there is no such blob
   * @throws RegistryException if the registry does not delete, or not for these credentials
   * @throws IOException if there is no answer
   */
  public void deleteBlob(Digest blob) throws IOException {
    hosts.requireTarget();
    HttpCall call = HttpCall.of("DELETE", endpoint.blob(blob), endpoint.delete()).answering(404);
    try (HttpReply reply = endpoint.send(call)) {
      if (reply.status() == 404) {
        throw new ContentNotFoundException("No blob " + blob + " in " + name);
      }
    }
  }

  /** Mounts a blob from another repository of the same registry, reached by the same client. */
  @Override
  public boolean mount(Descriptor descriptor, ContentSource source) throws IOException {
    return source instanceof Repository other
        && other.endpoint.client() == endpoint.client()
        && other.endpoint.base().equals(endpoint.base())
        && !other.endpoint.repository().equals(endpoint.repository())
        && uploads.mount(descriptor, other.endpoint.repository());
  }

  RepositoryEndpoint endpoint() {
    return endpoint;
  }

  private static void checkTagOrDigest(String tagOrDigest) {
    if (!Reference.isTag(tagOrDigest)) {
      try {
        Digest.parse(tagOrDigest);
      } catch (InvalidContentException e) {
        throw new InvalidContentException(
            "Neither a tag nor a digest: " + ForeignText.quote(tagOrDigest), e);
      }
    }
  }

  private <T> T online(String what, RemoteAction<T> action) {
    return RegistryUnavailableException.wrapping(name, what, action);
  }

  @Override
  public String toString() {
    return "Repository[" + name + "]";
  }
}
