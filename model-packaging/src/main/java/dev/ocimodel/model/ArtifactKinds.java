package dev.ocimodel.model;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells by a manifest how a model is packaged. */
final class ArtifactKinds {

  private static final Pattern MODEL_PACK =
      Pattern.compile("application/vnd\\.(?:cncf|cnai)\\.model\\.(?:manifest|config)\\.v1\\+json");
  private static final Pattern MODEL_KIT =
      Pattern.compile("application/vnd\\.kitops\\.modelkit\\.(?:manifest|config)\\.v1\\+json");
  private static final Pattern IMAGE_LAYER =
      Pattern.compile("application/vnd\\.(?:oci\\.image\\.layer|docker\\.image\\.rootfs)\\..*");

  private ArtifactKinds() {}

  /**
   * Tells the kind.
   *
   * @throws InvalidContentException if it is none that this SDK reads, saying what it is
   */
  static ArtifactKind of(ImageManifest manifest) {
    if (isType(manifest, MODEL_PACK)) {
      return ArtifactKind.MODEL_PACK;
    }
    if (isType(manifest, MODEL_KIT)) {
      return ArtifactKind.MODEL_KIT;
    }
    if (isImage(manifest)) {
      return ArtifactKind.IMAGE;
    }
    List<Descriptor> layers = manifest.layers();
    if (!layers.isEmpty() && layers.stream().allMatch(layer -> path(layer).isPresent())) {
      return ArtifactKind.FILES;
    }
    throw new InvalidContentException(
        "Manifest "
            + manifest.descriptor().digest()
            + " is not a model in a format this SDK reads. Its artifact type is "
            + manifest.effectiveArtifactType().map(MediaType::toString).orElse("not given")
            + ", its layers are "
            + layers.stream()
                .map(layer -> layer.mediaType().toString())
                .distinct()
                .limit(10)
                .collect(Collectors.joining(", ", "[", "]"))
            + "; read are ModelPack, ModelKit, images, and layers with titles");
  }

  /** Returns the path that a layer's annotations give it, not checked. */
  static Optional<String> path(Descriptor layer) {
    return ModelPack.FILE_PATHS.stream()
        .filter(layer.annotations()::containsKey)
        .findFirst()
        .or(() -> Optional.of(Annotations.TITLE))
        .map(layer.annotations()::get);
  }

  private static boolean isType(ImageManifest manifest, Pattern type) {
    return manifest.artifactType().map(t -> type.matcher(t.value()).matches()).orElse(false)
        || type.matcher(manifest.config().mediaType().value()).matches();
  }

  /** Others use an image's config type for layers that no runtime knows (Ollama does). */
  private static boolean isImage(ImageManifest manifest) {
    MediaType config = manifest.config().mediaType();
    return manifest.artifactType().isEmpty()
        && (config.equals(MediaType.IMAGE_CONFIG) || config.equals(MediaType.DOCKER_IMAGE_CONFIG))
        && manifest.layers().stream()
            .allMatch(layer -> IMAGE_LAYER.matcher(layer.mediaType().value()).matches());
  }
}
