package dev.ocimodel.oci;

import dev.ocimodel.oci.text.ForeignText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What points to a blob or manifest: its type, digest and size, as image-spec 1.1 "Content
 * Descriptors" defines it.
 *
 * @param mediaType type of the content
 * @param digest digest of the content
 * @param size size of the content in bytes, not negative
 * @param annotations metadata about the content, in the order they were read
 * @param artifactType type of the artifact a manifest describes, or null
 * @param platform platform a manifest in an index is for, or null
 * @param urls other places to fetch the content from; never followed unless asked to
 * @param data the content itself in base64, or null; see {@link Blob#ofInline}
 */
public record Descriptor(
    MediaType mediaType,
    Digest digest,
    long size,
    Map<String, String> annotations,
    @Nullable MediaType artifactType,
    @Nullable Platform platform,
    List<String> urls,
    @Nullable String data) {

  /** The descriptor of {@code {}}, the config of an artifact without one. */
  public static final Descriptor EMPTY_JSON =
      new Descriptor(
          MediaType.EMPTY_JSON, Digest.sha256("{}"), 2, Map.of(), null, null, List.of(), "e30=");

  /**
   * Copies the collections and checks the size.
   *
   * @throws InvalidContentException if the size is negative
   */
  public Descriptor {
    if (size < 0) {
      throw new InvalidContentException(
          "Descriptor of " + digest + " has a negative size: " + size);
    }
    annotations = Ordered.copyOf(annotations);
    urls = List.copyOf(urls);
  }

  /** Returns a descriptor of type, digest and size only. */
  public static Descriptor of(MediaType mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Map.of(), null, null, List.of(), null);
  }

  /** Returns the descriptor of some bytes held in memory. */
  public static Descriptor of(MediaType mediaType, byte[] content) {
    return of(mediaType, Digest.sha256(content), content.length);
  }

  /** Returns this descriptor with these annotations instead of its own. */
  public Descriptor withAnnotations(Map<String, String> newAnnotations) {
    return new Descriptor(
        mediaType, digest, size, newAnnotations, artifactType, platform, urls, data);
  }

  /** Returns this descriptor with one annotation added or replaced. */
  public Descriptor withAnnotation(String key, String value) {
    Map<String, String> extended = new LinkedHashMap<>(annotations);
    extended.put(key, value);
    return withAnnotations(extended);
  }

  /** Returns this descriptor with another media type. */
  public Descriptor withMediaType(MediaType newMediaType) {
    return new Descriptor(
        newMediaType, digest, size, annotations, artifactType, platform, urls, data);
  }

  /** Returns this descriptor with an artifact type, or without one. */
  public Descriptor withArtifactType(@Nullable MediaType newArtifactType) {
    return new Descriptor(
        mediaType, digest, size, annotations, newArtifactType, platform, urls, data);
  }

  /** Returns this descriptor with a platform, or without one. */
  public Descriptor withPlatform(@Nullable Platform newPlatform) {
    return new Descriptor(
        mediaType, digest, size, annotations, artifactType, newPlatform, urls, data);
  }

  /**
   * Returns the file name this descriptor's title gives, or its digest. For display only: control
   * characters are escaped and long titles cut.
   */
  public String displayName() {
    String title = annotations.get(Annotations.TITLE);
    return title == null ? digest.toString() : ForeignText.printable(title);
  }
}
