package dev.ocimodel.oci;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed view of a manifest, next to the exact bytes it was read from or rendered to. Copying
 * moves those bytes; nothing is ever printed again.
 *
 * <p>Equality is equality of bytes and media type.
 */
public sealed interface Manifest permits ImageManifest, ImageIndex {

  /**
   * Parses a manifest as image-spec 1.1 and Docker's schema 2 define it.
   *
   * <p>Refused, besides what those forbid: duplicate keys, keys that differ from a known one only
   * in case, a {@code mediaType} field that contradicts {@code mediaType}, and {@code manifests}
   * beside {@code layers} or {@code config} (GHSA-77vh-xpmg-72qh).
   *
   * @param mediaType what the descriptor or {@code Content-Type} says these bytes are
   * @param content the whole manifest; copied
   * @throws InvalidContentException if the bytes are not an unambiguous manifest of that type
   */
  static Manifest parse(MediaType mediaType, byte[] content) {
    return ManifestJson.parse(mediaType, content.clone());
  }

  /**
   * Reads and verifies the manifest that a blob holds.
   *
   * @throws InvalidContentException if it is larger than {@link ContentLimits#maxManifestSize()} or
   *     malformed
   * @throws ContentMismatchException if the bytes are not what the descriptor says
   * @throws IOException if reading fails
   */
  static Manifest read(Blob blob, ContentLimits limits) throws IOException {
    return ManifestJson.parse(blob.descriptor().mediaType(), blob.read(limits));
  }

  /** Returns the media type: OCI's or Docker's. */
  MediaType mediaType();

  /**
   * Returns the type of the artifact: {@code artifactType} where set, else the config's media type;
   * an index without {@code artifactType} has none (image-spec 1.1 "Guidelines for Artifact
   * Usage").
   */
  Optional<MediaType> effectiveArtifactType();

  /** Returns the manifest this one refers to, if any. */
  Optional<Descriptor> subject();

  /** Returns the annotations, in document order. */
  Map<String, String> annotations();

  /**
   * Returns what must exist before this manifest may: config and layers, or an index's manifests.
   * The subject is not among them.
   */
  List<Descriptor> children();

  /** Returns type, digest and size of this manifest, with its artifact type. */
  Descriptor descriptor();

  /** Returns a copy of the exact bytes. */
  byte[] toByteArray();

  /** Returns this manifest as a blob. */
  default Blob toBlob() {
    return Blob.of(descriptor(), toByteArray());
  }
}
