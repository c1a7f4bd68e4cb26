package dev.ocimodel.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A config and its layers: an image, or an artifact (image-spec 1.1 "Image Manifest"). Immutable.
 *
 * <p>{@link #create} starts a new one; each {@code with…} returns another manifest with other
 * bytes, rendered deterministically.
 */
public final class ImageManifest implements Manifest {

  private final ManifestContent content;
  private final @Nullable MediaType artifactType;
  private final Descriptor config;
  private final List<Descriptor> layers;
  private final @Nullable Descriptor subject;
  private final Map<String, String> annotations;

  ImageManifest(
      MediaType mediaType,
      byte @Nullable [] original,
      @Nullable MediaType artifactType,
      Descriptor config,
      List<Descriptor> layers,
      @Nullable Descriptor subject,
      Map<String, String> annotations) {
    this.artifactType = artifactType;
    this.config = config;
    this.layers = List.copyOf(layers);
    this.subject = subject;
    this.annotations = Ordered.copyOf(annotations);
    this.content =
        new ManifestContent(
            mediaType,
            original != null
                ? original
                : ManifestJson.render(
                    mediaType, artifactType, config, layers, subject, annotations),
            artifactType);
  }

  /** Returns a new OCI manifest of a config and layers, with nothing else set. */
  public static ImageManifest create(Descriptor config, List<Descriptor> layers) {
    return new ImageManifest(MediaType.IMAGE_MANIFEST, null, null, config, layers, null, Map.of());
  }

  /** Returns this manifest as an artifact of a type, newly rendered. */
  public ImageManifest withArtifactType(@Nullable MediaType newArtifactType) {
    return new ImageManifest(
        mediaType(), null, newArtifactType, config, layers, subject, annotations);
  }

  /** Returns this manifest referring to a subject, newly rendered. */
  public ImageManifest withSubject(@Nullable Descriptor newSubject) {
    return new ImageManifest(
        mediaType(), null, artifactType, config, layers, newSubject, annotations);
  }

  /** Returns this manifest with these annotations instead of its own, newly rendered. */
  public ImageManifest withAnnotations(Map<String, String> newAnnotations) {
    return new ImageManifest(
        mediaType(), null, artifactType, config, layers, subject, newAnnotations);
  }

  /** Returns the {@code artifactType} field, if set. */
  public Optional<MediaType> artifactType() {
    return Optional.ofNullable(artifactType);
  }

  /** Returns the config's descriptor. */
  public Descriptor config() {
    return config;
  }

  /** Returns the layers, base first. */
  public List<Descriptor> layers() {
    return layers;
  }

  @Override
  public MediaType mediaType() {
    return content.mediaType();
  }

  @Override
  public Optional<MediaType> effectiveArtifactType() {
    return Optional.of(artifactType != null ? artifactType : config.mediaType());
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
    List<Descriptor> children = new ArrayList<>(layers.size() + 1);
    children.add(config);
    children.addAll(layers);
    return children;
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
    return other instanceof ImageManifest that && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(content);
  }

  @Override
  public String toString() {
    return "ImageManifest[" + descriptor().digest() + ", " + layers.size() + " layers]";
  }
}
