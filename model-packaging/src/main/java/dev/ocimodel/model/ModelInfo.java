package dev.ocimodel.model;

import dev.ocimodel.model.archive.ModelPaths;
import dev.ocimodel.model.format.SafetensorsHeader;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.transfer.TransferException;
import dev.ocimodel.oci.transfer.TransferItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a packaged model, told by its manifest and config, without fetching weights. The
 * headers of safetensors files are read on demand, by range.
 *
 * <p>Everything here is what the artifact's author says. Immutable and safe to share; the methods
 * named {@code tensors} read from the source.
 */
public final class ModelInfo {

  private final ContentSource source;
  private final Artifact artifact;
  private final List<ModelFile> files;
  private final List<Descriptor> unlisted;

  private ModelInfo(
      ContentSource source, Artifact artifact, List<ModelFile> files, List<Descriptor> unlisted) {
    this.source = source;
    this.artifact = artifact;
    this.files = List.copyOf(files);
    this.unlisted = List.copyOf(unlisted);
  }

  /**
   * Reads manifest and config of a model.
   *
   * @throws ContentNotFoundException if there is nothing of that name
   * @throws InvalidContentException if it is no model in a format that is read
   * @throws TransferException if the source fails
   */
  public static ModelInfo of(ContentSource source, String reference) {
    Artifact artifact = new ArtifactReader(source, Platform.LINUX_AMD64).read(reference);
    List<ModelFile> files = new ArrayList<>();
    List<Descriptor> unlisted = new ArrayList<>();
    for (LayerContent content : LayerContents.of(artifact)) {
      describe(content).ifPresentOrElse(files::add, () -> unlisted.add(content.layer()));
    }
    return new ModelInfo(source, artifact, files, unlisted);
  }

  private static Optional<ModelFile> describe(LayerContent content) {
    if (content instanceof LayerContent.RawFile raw) {
      return Optional.of(file(raw.path(), content, LayerFormat.RAW));
    }
    LayerContent.Archive archive = (LayerContent.Archive) content;
    LayerFormat format =
        switch (archive.compression()) {
          case NONE -> LayerFormat.TAR;
          case GZIP -> LayerFormat.TAR_GZIP;
          case ZSTD -> LayerFormat.TAR_ZSTD;
        };
    return Optional.ofNullable(archive.singlePath())
        .map(path -> file(ModelPaths.checked(path), content, format));
  }

  private static ModelFile file(String path, LayerContent content, LayerFormat layerFormat) {
    return new ModelFile(
        path,
        content.declaredSize().orElse(content.layer().size()),
        content.declaredSize().isPresent(),
        FileCategory.of(path),
        FileFormat.of(path),
        layerFormat,
        content.layer());
  }

  /** Returns what the reference stands for: the manifest, or an index it was chosen from. */
  public Descriptor root() {
    return artifact.root();
  }

  /** Returns the manifest. */
  public ImageManifest manifest() {
    return artifact.manifest();
  }

  /** Returns how the model is packaged. */
  public ArtifactKind kind() {
    return artifact.kind();
  }

  /** Returns the artifact type, or the config's type where there is none. */
  public Optional<MediaType> artifactType() {
    return artifact.manifest().effectiveArtifactType();
  }

  /** Returns the manifest's annotations. */
  public Map<String, String> annotations() {
    return artifact.manifest().annotations();
  }

  /** Returns what the config says about the model; little for images and plain files. */
  public ModelDescription description() {
    return artifact.description();
  }

  /** Returns the files that manifest and config name, in the order of the layers. */
  public List<ModelFile> files() {
    return files;
  }

  /** Returns the layers of which nothing says what they hold, such as one tar of everything. */
  public List<Descriptor> unlistedLayers() {
    return unlisted;
  }

  /** Returns the bytes of all layers: what fetching the model moves. */
  public long layerBytes() {
    return artifact.manifest().layers().stream()
        .mapToLong(Descriptor::size)
        .reduce(0, ModelInfo::saturatedAdd);
  }

  /** Foreign sizes may add up to more than there are numbers. */
  private static long saturatedAdd(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /**
   * Reads the header of every safetensors file in a raw layer, by path. Its bytes are ranges, which
   * no digest covers: trust them as far as the source.
   *
   * @throws InvalidContentException if a header is malformed or over a limit
   * @throws TransferException if the source fails
   */
  public Map<String, SafetensorsHeader> tensors() {
    Map<String, SafetensorsHeader> headers = new LinkedHashMap<>();
    for (ModelFile file : files) {
      if (hasReadableHeader(file)) {
        headers.put(file.path(), header(file));
      }
    }
    return headers;
  }

  /**
   * Reads the header of one safetensors file in a raw layer.
   *
   * @throws ContentNotFoundException if the model has no such file that can be read by range
   * @throws InvalidContentException if the header is malformed or over a limit
   * @throws TransferException if the source fails
   */
  public SafetensorsHeader tensors(String path) {
    return files.stream()
        .filter(file -> file.path().equals(path))
        .filter(ModelInfo::hasReadableHeader)
        .findFirst()
        .map(this::header)
        .orElseThrow(
            () ->
                new ContentNotFoundException(
                    "No safetensors file "
                        + path
                        + " in a raw layer of "
                        + artifact.manifest().descriptor().digest()
                        + "; headers in other layers cannot be read without fetching them"));
  }

  private static boolean hasReadableHeader(ModelFile file) {
    return file.format() == FileFormat.SAFETENSORS && file.layerFormat() == LayerFormat.RAW;
  }

  private SafetensorsHeader header(ModelFile file) {
    return Attempts.source(
        TransferItem.of(file.layer()), () -> SafetensorsHeader.read(source.blob(file.layer())));
  }
}
