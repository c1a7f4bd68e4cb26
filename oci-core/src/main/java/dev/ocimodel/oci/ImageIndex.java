package dev.ocimodel.oci;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A list of manifests, such as one per platform (image-spec 1.1 "Image Index"). Immutable.
 *
 * <p>{@link #create} starts a new one; each {@code with…} returns another index with other bytes,
 * rendered deterministically.
 */
public final class ImageIndex implements Manifest {

  private final ManifestContent content;
  private final @Nullable MediaType artifactType;
  private final List<Descriptor> manifests;
  private final @Nullable Descriptor subject;
  private final Map<String, String> annotations;

  ImageIndex(
      MediaType mediaType,
      byte @Nullable [] original,
      @Nullable MediaType artifactType,
      List<Descriptor> manifests,
      @Nullable Descriptor subject,
      Map<String, String> annotations) {
    this.artifactType = artifactType;
    this.manifests = List.copyOf(manifests);
    this.subject = subject;
    this.annotations = Ordered.copyOf(annotations);
    this.content =
        new ManifestContent(
            mediaType,
            original != null
                ? original
                : ManifestJson.render(mediaType, artifactType, manifests, subject, annotations),
            artifactType);
  }

  /** Returns a new OCI index of manifests, with nothing else set. */
  public static ImageIndex create(List<Descriptor> manifests) {
    return new ImageIndex(MediaType.IMAGE_INDEX, null, null, manifests, null, Map.of());
  }

  /** Returns this index with an artifact type, newly rendered. */
  public ImageIndex withArtifactType(@Nullable MediaType newArtifactType) {
    return new ImageIndex(mediaType(), null, newArtifactType, manifests, subject, annotations);
  }

  /** Returns this index referring to a subject, newly rendered. */
  public ImageIndex withSubject(@Nullable Descriptor newSubject) {
    return new ImageIndex(mediaType(), null, artifactType, manifests, newSubject, annotations);
  }

  /** Returns this index with these annotations instead of its own, newly rendered. */
  public ImageIndex withAnnotations(Map<String, String> newAnnotations) {
    return new ImageIndex(mediaType(), null, artifactType, manifests, subject, newAnnotations);
  }

  /** Returns the descriptors of the manifests, in document order. */
  public List<Descriptor> manifests() {
    return manifests;
  }

  /** Returns the first manifest whose platform serves {@code wanted}; the first match wins. */
  public Optional<Descriptor> manifestFor(Platform wanted) {
    return manifests.stream()
        .filter(m -> m.platform() != null && wanted.accepts(m.platform()))
        .findFirst();
  }

  @Override
  public MediaType mediaType() {
    return content.mediaType();
  }

  @Override
  public Optional<MediaType> effectiveArtifactType() {
    return Optional.ofNullable(artifactType);
  }

  @Override
  public Optional<Descriptor> subject() {
    return Optional.ofNullable(subject);
  }

  @Override
  public Map<String, String> annotations() {
    return annotations;
  }

  @Override
  public List<Descriptor> children() {
    return manifests;
  }

  @Override
  public Descriptor descriptor() {
    return content.descriptor();
  }

  @Override
  public byte[] toByteArray() {
    return content.toByteArray();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageIndex that && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(content);
  }

  @Override
  public String toString() {
    return "ImageIndex[" + descriptor().digest() + ", " + manifests.size() + " manifests]";
  }
}
