package dev.ocimodel.testkit;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.testkit.storage.PendingContent;
import dev.ocimodel.testkit.storage.RegistryStorage;
import dev.ocimodel.testkit.storage.RegistryStorage.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What repositories hold, and the rules for it: no content without its check, no tag in the air.
 */
final class RepositoryContent {

  private final RegistryStorage storage;
  private final boolean sparseManifests;

  RepositoryContent(RegistryStorage storage, boolean sparseManifests) {
    this.storage = storage;
    this.sparseManifests = sparseManifests;
  }

  PendingContent beginBlob() throws IOException {
    return storage.begin();
  }

  List<String> repositories() throws IOException {
    return storage.repositories();
  }

  Optional<Blob> blob(String repository, Digest digest) throws IOException {
    return storage.get(repository, Kind.BLOB, digest.toString()).isPresent()
        ? storage.content(digest)
        : Optional.empty();
  }

  /** Makes published content a blob of a repository. */
  void addBlob(String repository, Digest digest) throws IOException {
    storage.put(repository, Kind.BLOB, digest.toString(), "");
  }

  boolean removeBlob(String repository, Digest digest) throws IOException {
    return storage.remove(repository, Kind.BLOB, digest.toString());
  }

  /** Describes a manifest by its digest. */
  Optional<Descriptor> manifest(String repository, Digest digest) throws IOException {
    Optional<String> mediaType = storage.get(repository, Kind.MANIFEST, digest.toString());
    Optional<Blob> content = mediaType.isEmpty() ? Optional.empty() : storage.content(digest);
    return content.map(
        blob ->
            Descriptor.of(
                new MediaType(mediaType.orElseThrow()), digest, blob.descriptor().size()));
  }

  /** Describes the manifest a tag points to. */
  Optional<Descriptor> tagged(String repository, String tag) throws IOException {
    Optional<String> digest = storage.get(repository, Kind.TAG, tag);
    return digest.isEmpty() ? Optional.empty() : manifest(repository, Digest.parse(digest.get()));
  }

  Blob open(Descriptor manifest) throws IOException {
    return storage.content(manifest.digest()).orElseThrow();
  }

  /** Stores a manifest, whose children must be here unless sparse manifests are taken. */
  void putManifest(String repository, Manifest manifest, Digest digest) throws IOException {
    if (!sparseManifests) {
      checkChildren(repository, manifest);
    }
    PendingContent pending = storage.begin();
    pending.append(new ByteArrayInputStream(manifest.toByteArray()));
    if (!pending.publish(digest)) {
      throw RegistryError.invalid("DIGEST_INVALID", "the manifest's digest is not " + digest);
    }
    storage.put(repository, Kind.MANIFEST, digest.toString(), manifest.mediaType().value());
  }

  private void checkChildren(String repository, Manifest manifest) throws IOException {
    for (Descriptor child : manifest.children()) {
      if (child.urls().isEmpty() && !contains(repository, child.digest())) {
        throw RegistryError.invalid(
            "MANIFEST_BLOB_UNKNOWN", child.digest() + " is not in " + repository);
      }
    }
  }

  private boolean contains(String repository, Digest digest) throws IOException {
    return blob(repository, digest).isPresent() || manifest(repository, digest).isPresent();
  }

  void tag(String repository, String tag, Digest manifest) throws IOException {
    storage.put(repository, Kind.TAG, tag, manifest.toString());
  }

  boolean removeTag(String repository, String tag) throws IOException {
    return storage.remove(repository, Kind.TAG, tag);
  }

  /** Removes a manifest and the tags that point to it. */
  boolean removeManifest(String repository, Digest digest) throws IOException {
    for (String tag : tags(repository)) {
      if (storage.get(repository, Kind.TAG, tag).equals(Optional.of(digest.toString()))) {
        removeTag(repository, tag);
      }
    }
    return storage.remove(repository, Kind.MANIFEST, digest.toString());
  }

  List<String> tags(String repository) throws IOException {
    return storage.keys(repository, Kind.TAG);
  }

  List<String> manifests(String repository) throws IOException {
    return storage.keys(repository, Kind.MANIFEST);
  }

  boolean exists(String repository) throws IOException {
    for (Kind kind : Kind.values()) {
      if (!storage.keys(repository, kind).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
