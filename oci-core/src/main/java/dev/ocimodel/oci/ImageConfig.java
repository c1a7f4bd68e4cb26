package dev.ocimodel.oci;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an image (image-spec 1.1 "Image Configuration"). Runtimes refuse to unpack
 * an image without {@code os}, {@code architecture} and one diff ID per layer.
 *
 * @param platform operating system and architecture
 * @param created RFC 3339 time of creation, or null
 * @param author who made it, or null
 * @param runConfig defaults for a container made from the image
 * @param diffIds digest of each layer's uncompressed tar, base first
 * @param history one entry per step; entries that are not empty layers match the diff IDs
 */
public record ImageConfig(
    Platform platform,
    @Nullable String created,
    @Nullable String author,
    RunConfig runConfig,
    List<Digest> diffIds,
    List<History> history) {

  /** Copies the lists. */
  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /** Returns the config of a data image: a platform, its layers, nothing to run. */
  public static ImageConfig of(Platform platform, List<Digest> diffIds) {
    return new ImageConfig(platform, null, null, RunConfig.EMPTY, diffIds, List.of());
  }

  /** Returns this config with a history. */
  public ImageConfig withHistory(List<History> newHistory) {
    return new ImageConfig(platform, created, author, runConfig, diffIds, newHistory);
  }

  /**
   * Parses a config.
   *
   * @throws InvalidContentException if it is not an image configuration
   */
  public static ImageConfig parse(byte[] content) {
    return ImageConfigJson.parse(content);
  }

  /**
   * Reads and verifies a config.
   *
   * @throws InvalidContentException if it is over {@link ContentLimits#maxManifestSize()} or
   *     malformed
   * @throws IOException if reading fails
   */
  public static ImageConfig read(Blob blob, ContentLimits limits) throws IOException {
    return parse(blob.read(limits));
  }

  /** Renders this config deterministically as an OCI config blob. */
  public Blob toBlob() {
    return Blob.of(MediaType.IMAGE_CONFIG, ImageConfigJson.render(this));
  }

  /**
   * Defaults for a container.
   *
   * @param user user and group, or null
   * @param exposedPorts such as {@code 8000/tcp}
   * @param env {@code NAME=value} entries
   * @param entrypoint arguments to run first
   * @param command default arguments
   * @param volumes directories for data
   * @param workingDirectory initial directory, or null
   * @param labels arbitrary metadata
   * @param stopSignal signal that stops the container, or null
   */
  public record RunConfig(
      @Nullable String user,
      List<String> exposedPorts,
      List<String> env,
      List<String> entrypoint,
      List<String> command,
      List<String> volumes,
      @Nullable String workingDirectory,
      Map<String, String> labels,
      @Nullable String stopSignal) {

    /** Nothing set. */
    public static final RunConfig EMPTY =
        new RunConfig(
            null, List.of(), List.of(), List.of(), List.of(), List.of(), null, Map.of(), null);

    /** Copies the collections. */
    public RunConfig {
      exposedPorts = List.copyOf(exposedPorts);
      env = List.copyOf(env);
      entrypoint = List.copyOf(entrypoint);
      command = List.copyOf(command);
      volumes = List.copyOf(volumes);
      labels = Ordered.copyOf(labels);
    }
  }

  /**
   * One step of an image's making.
   *
   * @param created RFC 3339 time, or null
   * @param createdBy what made it, or null
   * @param author who, or null
   * @param comment a remark, or null
   * @param emptyLayer whether it made no layer
   */
  public record History(
      @Nullable String created,
      @Nullable String createdBy,
      @Nullable String author,
      @Nullable String comment,
      boolean emptyLayer) {

    /** Returns a step that made a layer. */
    public static History layer(String createdBy) {
      return new History(null, createdBy, null, null, false);
    }
  }
}
