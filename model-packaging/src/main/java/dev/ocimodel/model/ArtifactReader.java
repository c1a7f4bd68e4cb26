package dev.ocimodel.model;

import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageConfig;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.text.ForeignText;
import dev.ocimodel.oci.transfer.TransferItem;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Finds a model by its reference and tells how it is packaged. */
final class ArtifactReader {

  private static final String NO_PLATFORM = "one without platform";

  private final ContentSource source;
  private final Platform platform;

  ArtifactReader(ContentSource source, Platform platform) {
    this.source = source;
    this.platform = platform;
  }

  Artifact read(String reference) {
    Descriptor root = source.resolve(reference);
    return Attempts.source(TransferItem.of(root), () -> describe(root, manifest(root)));
  }

  private ImageManifest manifest(Descriptor root) throws IOException {
    Descriptor at = root;
    for (int depth = 0; depth <= source.limits().maxIndexDepth(); depth++) {
      Manifest manifest = source.manifest(at);
      if (manifest instanceof ImageManifest found) {
        return found;
      }
      at = choose((ImageIndex) manifest, at);
    }
    throw new InvalidContentException(
        root.digest() + " nests indexes deeper than " + source.limits().maxIndexDepth());
  }

  /** A model's files suit every platform, so an index with one manifest leaves no choice. */
  private Descriptor choose(ImageIndex index, Descriptor at) {
    List<Descriptor> candidates =
        index.manifests().stream()
            .filter(m -> !m.annotations().containsKey("vnd.docker.reference.type"))
            .toList();
    return index
        .manifestFor(platform)
        .orElseGet(
            () -> {
              if (candidates.size() == 1) {
                return candidates.get(0);
              }
              throw new InvalidContentException(
                  "The index "
                      + at.digest()
                      + " has no manifest for "
                      + platform
                      + "; it has ["
                      + ForeignText.list(
                          candidates.stream()
                              .map(m -> m.platform() == null ? NO_PLATFORM : m.platform())
                              .toList())
                      + "]");
            });
  }

  private Artifact describe(Descriptor root, ImageManifest manifest) throws IOException {
    ArtifactKind kind = ArtifactKinds.of(manifest);
    return switch (kind) {
      case MODEL_PACK -> {
        ModelConfig config = modelConfig(manifest);
        yield artifact(root, kind, manifest, config, Map.of());
      }
      case MODEL_KIT -> {
        Kitfile kitfile = Kitfile.parse(config(manifest));
        yield artifact(
            root,
            kind,
            manifest,
            new ModelConfig(kitfile.description(), List.of()),
            kitfile.paths());
      }
      case IMAGE -> {
        List<Digest> diffIds = ImageConfig.parse(config(manifest)).diffIds();
        requireAll(manifest, diffIds);
        yield artifact(
            root, kind, manifest, new ModelConfig(ModelDescription.UNKNOWN, diffIds), Map.of());
      }
      case FILES ->
          artifact(
              root, kind, manifest, new ModelConfig(ModelDescription.UNKNOWN, List.of()), Map.of());
    };
  }

  private static Artifact artifact(
      Descriptor root,
      ArtifactKind kind,
      ImageManifest manifest,
      ModelConfig config,
      Map<Digest, String> paths) {
    return new Artifact(root, kind, manifest, config.description(), config.diffIds(), paths);
  }

  private ModelConfig modelConfig(ImageManifest manifest) throws IOException {
    if (manifest.config().mediaType().equals(MediaType.EMPTY_JSON)) {
      return new ModelConfig(ModelDescription.UNKNOWN, List.of());
    }
    ModelConfig config = ModelConfig.parse(config(manifest));
    if (!config.diffIds().isEmpty()) {
      requireAll(manifest, config.diffIds());
    }
    return config;
  }

  private byte[] config(ImageManifest manifest) throws IOException {
    return source.blob(manifest.config()).read(source.limits());
  }

  private static void requireAll(ImageManifest manifest, List<Digest> diffIds) {
    if (diffIds.size() != manifest.layers().size()) {
      throw new InvalidContentException(
          "Manifest "
              + manifest.descriptor().digest()
              + " has "
              + manifest.layers().size()
              + " layers, its config has diff IDs for "
              + diffIds.size());
    }
  }
}
