package dev.ocimodel.model;

import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.transfer.Transfer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a model directory into a store, as a ModelPack artifact or as an OCI image from scratch.
 * Immutable and safe to share; start from {@link #create()} or a {@link ModelPreset}.
 *
 * <p>Every file is read once: hashed, put into a tar, compressed and sent on the way; nothing is
 * staged. The same files and options give the same digests on every machine, whatever the clock,
 * locale, user and concurrency; gzip layers on the same JVM version only.
 */
public final class ModelPackager {

  private static final ModelPackager DEFAULT = new ModelPackager(new Settings());

  private final Settings settings;

  private ModelPackager(Settings settings) {
    this.settings = settings;
  }

  /** The defaults: an artifact of raw layers, one per file, which {@code oras} and modctl pull. */
  public static ModelPackager create() {
    return DEFAULT;
  }

  /** Sets how a layer holds its files. */
  public ModelPackager withLayerFormat(LayerFormat format) {
    return with(changed -> changed.format = format);
  }

  /** Sets which files share a layer. */
  public ModelPackager withGrouping(LayerGrouping grouping) {
    return with(changed -> changed.grouping = grouping);
  }

  /** Makes a CNCF ModelPack artifact. */
  public ModelPackager asArtifact() {
    return with(changed -> changed.image = false);
  }

  /**
   * Makes an image from scratch with the files under {@code /models}, which every container runtime
   * pulls and Kubernetes mounts as an image volume. Needs a tar format.
   */
  public ModelPackager asImage() {
    return with(changed -> changed.image = true);
  }

  /**
   * Sets the platform of an image, by default {@code linux/amd64}. Runtimes unpack an image for
   * their own platform only, though a model's files suit all.
   */
  public ModelPackager withPlatform(Platform platform) {
    return with(changed -> changed.platform = platform);
  }

  /** Sets the compression level: 1 to 19 for zstd, 1 to 9 for gzip. By default 1 for both. */
  public ModelPackager withCompressionLevel(int level) {
    return with(changed -> changed.level = OptionalInt.of(level));
  }

  /**
   * Sets the model's name in the config of an artifact. By default there is none: a directory's
   * name is no property of the files, and would change the digest.
   */
  public ModelPackager withName(String name) {
    return with(changed -> changed.name = name);
  }

  /** Adds an annotation to the manifest. */
  public ModelPackager withAnnotation(String key, String value) {
    Map<String, String> extended = new LinkedHashMap<>(settings.annotations);
    extended.put(key, value);
    return with(changed -> changed.annotations = extended);
  }

  private ModelPackager with(Consumer<Settings> change) {
    Settings changed = settings.copy();
    change.accept(changed);
    return new ModelPackager(changed);
  }

  /** Sets the engine: how many layers at once, on which threads, who hears of it, who cancels. */
  public ModelPackager withTransfer(Transfer newTransfer) {
    return with(changed -> changed.transfer = newTransfer);
  }

  /**
   * Packs a directory: a Hugging Face snapshot, whose links into its own cache are followed, or a
   * plain one. Left out are {@code .git}, {@code .gitattributes}, {@code .cache} and {@code
   * *.lock}.
   *
   * @param directory the model
   * @param target where the artifact goes
   * @param tag its name there
   * @return the root manifest's descriptor
   * @throws IllegalArgumentException if the options contradict each other
   * @throws dev.ocimodel.oci.ContentNotFoundException if there is no such directory
   * @throws dev.ocimodel.oci.InvalidContentException if it holds no files, or some that must not be
   *     packed: unfinished downloads, Git LFS pointers, an index without its shards, links that
   *     lead outside, names that not every system can hold
   * @throws dev.ocimodel.oci.ContentMismatchException if a file changes while it is packed, or is
   *     not what its name in a Hugging Face cache says
   * @throws dev.ocimodel.oci.StorageException if a file cannot be read
   * @throws dev.ocimodel.oci.transfer.TransferException if the target fails
   * @throws dev.ocimodel.oci.transfer.TransferCancelledException if it was cancelled
   */
  public Descriptor pack(Path directory, ContentTarget target, String tag) {
    LayerPlanner planner = new LayerPlanner(settings.format, settings.grouping, settings.image);
    List<SourceFile> files = Attempts.local(() -> ModelDirectory.scan(directory));
    return new PackOperation(settings.transfer, target, settings.level)
        .run(planner.plan(files), form(files), settings.annotations, tag);
  }

  private ArtifactForm form(List<SourceFile> files) {
    return settings.image
        ? new ArtifactForm.Image(settings.platform)
        : new ArtifactForm.ModelArtifact(
            Attempts.local(() -> ModelDescriber.describe(files)).withName(settings.name));
  }

  /** Not changed any more once it belongs to a packager. */
  private static final class Settings {

    private LayerFormat format = LayerFormat.RAW;
    private LayerGrouping grouping = LayerGrouping.LAYER_PER_FILE;
    private boolean image;
    private Platform platform = Platform.LINUX_AMD64;
    private OptionalInt level = OptionalInt.empty();
    private @Nullable String name;
    private Map<String, String> annotations = Map.of();
    private Transfer transfer = Transfer.create();

    Settings copy() {
      Settings copy = new Settings();
      copy.format = format;
      copy.grouping = grouping;
      copy.image = image;
      copy.platform = platform;
      copy.level = level;
      copy.name = name;
      copy.annotations = annotations;
      copy.transfer = transfer;
      return copy;
    }
  }
}
