package dev.ocimodel.registry.auth;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials from Docker's {@code config.json}: the registry's entry in {@code credHelpers}, then
 * {@code credsStore}, then {@code auths} in the file; the first that knows the registry answers.
 * Immutable; start from {@link #create()}.
 *
 * <p>Keys of {@code auths} and {@code credHelpers} may be a host, a URL as old clients wrote it
 * (compared by host), or {@code host/namespace} as podman writes it (the longest wins). Docker Hub
 * is {@code docker.io}, whichever of its names is asked for or written.
 *
 * <p>Each look-up reads the file again, so that a new {@code docker login} is seen, and runs the
 * helper again. A file that is absent or empty finds nothing.
 *
 * <p>{@link #find} throws {@link dev.ocimodel.oci.InvalidContentException} for a malformed file,
 * {@link dev.ocimodel.oci.StorageException} for one that cannot be read, {@link
 * CredentialsException} for a helper that fails, and {@link
 * dev.ocimodel.oci.transfer.TransferCancelledException} when the thread is interrupted while a
 * helper runs, which is then ended.
 */
public final class DockerConfigCredentials implements CredentialsProvider {

  private static final Duration DEFAULT_HELPER_TIME_LIMIT = Duration.ofSeconds(30);

  private final Path file;
  private final Duration helperTimeLimit;
  private final Map<String, String> environment;

  private DockerConfigCredentials(
      Path file, Duration helperTimeLimit, Map<String, String> environment) {
    if (helperTimeLimit.isNegative() || helperTimeLimit.isZero()) {
      throw new IllegalArgumentException("helperTimeLimit must be positive: " + helperTimeLimit);
    }
    this.file = file;
    this.helperTimeLimit = helperTimeLimit;
    this.environment = environment;
  }

  /**
   * The defaults: {@code $DOCKER_CONFIG/config.json}, else {@code ~/.docker/config.json}; a helper
   * may take 30 seconds.
   */
  public static DockerConfigCredentials create() {
    Map<String, String> environment = System.getenv();
    return new DockerConfigCredentials(
        defaultFile(environment), DEFAULT_HELPER_TIME_LIMIT, environment);
  }

  private static Path defaultFile(Map<String, String> environment) {
    String directory = environment.getOrDefault("DOCKER_CONFIG", "");
    return directory.isEmpty()
        ? home(environment).resolve(".docker").resolve("config.json")
        : Path.of(directory, "config.json");
  }

  /** Docker follows {@code $HOME} where there is one; a container often sets only that. */
  private static Path home(Map<String, String> environment) {
    String home = File.separatorChar == '/' ? environment.getOrDefault("HOME", "") : "";
    return Path.of(home.isEmpty() ? System.getProperty("user.home", "") : home);
  }

  /** Sets which file is read. */
  public DockerConfigCredentials withFile(Path newFile) {
    return new DockerConfigCredentials(newFile, helperTimeLimit, environment);
  }

  /** Sets how long a credential helper may take before it is ended and the look-up fails. */
  public DockerConfigCredentials withHelperTimeLimit(Duration limit) {
    return new DockerConfigCredentials(file, limit, environment);
  }

  /** Sets what {@code DOCKER_CONFIG}, {@code HOME} and {@code PATH} are, here and for helpers. */
  DockerConfigCredentials withEnvironment(Map<String, String> newEnvironment) {
    return new DockerConfigCredentials(
        defaultFile(newEnvironment), helperTimeLimit, Map.copyOf(newEnvironment));
  }

  /** The file that is read. */
  public Path file() {
    return file;
  }

  /** How long a credential helper may take. */
  public Duration helperTimeLimit() {
    return helperTimeLimit;
  }

  @Override
  public Optional<Credentials> find(String registry, String repository) {
    RegistryName name = RegistryName.parse(registry);
    DockerConfigFile config = DockerConfigFile.read(file);
    for (String helper : config.helpers(name, repository)) {
      Optional<Credentials> found =
          new CredentialHelper(helper, environment, helperTimeLimit).get(name.serverAddress());
      if (found.isPresent()) {
        return found;
      }
    }
    return config.credentials(name, repository);
  }

  @Override
  public String toString() {
    return "DockerConfigCredentials[file=" + file + "]";
  }
}
