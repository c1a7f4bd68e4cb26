package dev.ocimodel.registry.auth;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials where podman, buildah and skopeo look for them (containers-auth.json.5): the file
 * that {@code REGISTRY_AUTH_FILE} names, alone; without that {@code
 * $XDG_RUNTIME_DIR/containers/auth.json}, {@code $XDG_CONFIG_HOME/containers/auth.json} (else
 * {@code ~/.config/containers/auth.json}), Docker's {@code config.json}, and {@code ~/.dockercfg}
 * as old clients wrote it. The first that knows the registry answers. Each is read as {@link
 * DockerConfigCredentials} reads it: keys may be {@code host/namespace/repository}, of which the
 * longest in one file wins. Immutable; start from {@link #create()}.
 */
public final class ContainersAuthCredentials implements CredentialsProvider {

  private final List<DockerConfigCredentials> sources;

  private ContainersAuthCredentials(List<DockerConfigCredentials> sources) {
    this.sources = sources;
  }

  /** The files that the environment names; a credential helper may take 30 seconds. */
  public static ContainersAuthCredentials create() {
    return of(System.getenv());
  }

  static ContainersAuthCredentials of(Map<String, String> environment) {
    DockerConfigCredentials docker = DockerConfigCredentials.create().withEnvironment(environment);
    return new ContainersAuthCredentials(
        files(environment, docker.file()).stream().map(docker::withFile).toList());
  }

  private static List<Path> files(Map<String, String> environment, Path dockerConfig) {
    String only = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    if (!only.isEmpty()) {
      return List.of(Path.of(only));
    }
    Path home = DockerConfigCredentials.home(environment);
    List<Path> files = new ArrayList<>();
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty() && File.separatorChar == '/') {
      files.add(Path.of(runtime, "containers", "auth.json"));
    }
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path configHome = config.isEmpty() ? home.resolve(".config") : Path.of(config);
    files.add(configHome.resolve("containers").resolve("auth.json"));
    files.add(dockerConfig);
    files.add(home.resolve(DockerConfigFile.LEGACY_NAME));
    return files;
  }

  /** Sets how long a credential helper may take before it is ended and the look-up fails. */
  public ContainersAuthCredentials withHelperTimeLimit(Duration limit) {
    return new ContainersAuthCredentials(
        sources.stream().map(source -> source.withHelperTimeLimit(limit)).toList());
  }

  /** The files that are read, in this order. */
  public List<Path> files() {
    return sources.stream().map(DockerConfigCredentials::file).toList();
  }

  @Override
  public Optional<Credentials> find(String registry, String repository) {
    return CredentialsProvider.firstOf(sources).find(registry, repository);
  }

  @Override
  public String toString() {
    return "ContainersAuthCredentials" + files();
  }
}
