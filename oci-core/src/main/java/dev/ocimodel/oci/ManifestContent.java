package dev.ocimodel.oci;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The exact bytes of a manifest and the descriptor they give. */
final class ManifestContent {

  private final byte[] bytes;
  private final Descriptor descriptor;

  ManifestContent(MediaType mediaType, byte[] bytes, @Nullable MediaType artifactType) {
    this.bytes = bytes;
    this.descriptor = Descriptor.of(mediaType, bytes).withArtifactType(artifactType);
  }

  MediaType mediaType() {
    return descriptor.mediaType();
  }

  Descriptor descriptor() {
    return descriptor;
  }

  byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManifestContent that
        && descriptor.digest().equals(that.descriptor.digest())
        && mediaType().equals(that.mediaType());
  }

  @Override
  public int hashCode() {
    return Objects.hash(descriptor.digest(), mediaType());
  }
}
