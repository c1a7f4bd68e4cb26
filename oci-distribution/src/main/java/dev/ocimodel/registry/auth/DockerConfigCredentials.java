package dev.ocimodel.registry.auth;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  static Path home(Map<String, String> environment) {
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
      Optional<Credentials> found = helper(helper).get(name.serverAddress());
      if (found.isPresent()) {
        return found;
      }
    }
    return config.credentials(name, repository);
  }

  /**
   * Keeps credentials for one registry, as {@code docker login} does: with its credential helper or
   * the {@code credsStore}, where the file names one, else in the file. Everything else in the file
   * stays. It is replaced as a whole, readable for its owner only; of two programs that do this at
   * the same moment, one may lose its entry.
   *
   * @param registry host and optional port
   * @throws CredentialsException if a helper fails, or is given a registry token, which none takes
   * @throws dev.ocimodel.oci.InvalidContentException if the file is malformed: it is left as it is
   * @throws dev.ocimodel.oci.StorageException if it cannot be read or written
   */
  public void store(String registry, Credentials credentials) {
    RegistryName name = RegistryName.parse(registry);
    DockerConfigUpdate update = new DockerConfigUpdate(file);
    List<String> helpers = update.helpers(name);
    if (helpers.isEmpty()) {
      update.store(name, credentials);
    } else {
      helper(helpers.get(0)).store(name.serverAddress(), credentials);
      update.storeNothing(name);
    }
  }

  /**
   * Forgets the credentials for one registry, as {@code docker logout} does, in the file and in the
   * helpers that it names for this registry. Entries for namespaces of it stay.
   *
   * @param registry host and optional port
   * @return whether there was anything to forget
   * @throws CredentialsException if a helper fails
   * @throws dev.ocimodel.oci.InvalidContentException if the file is malformed
   * @throws dev.ocimodel.oci.StorageException if it cannot be read or written
   */
  public boolean erase(String registry) {
    RegistryName name = RegistryName.parse(registry);
    DockerConfigUpdate update = new DockerConfigUpdate(file);
    boolean erased = false;
    for (String helper : update.helpers(name)) {
      erased |= helper(helper).erase(name.serverAddress());
    }
    return update.erase(name) || erased;
  }

  private CredentialHelper helper(String name) {
    return new CredentialHelper(name, environment, helperTimeLimit);
  }

  @Override
  public String toString() {
    return "DockerConfigCredentials[file=" + file + "]";
  }
}
