package dev.ocimodel.registry.auth;

import dev.ocimodel.oci.InvalidContentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the credentials for a registry. An implementation must be safe to share between threads,
 * and may block: a look-up can read a file or run a program.
 */
@FunctionalInterface
public interface CredentialsProvider {

  /**
   * Finds the credentials to offer to one registry.
   *
   * @param registry host and optional port as in {@link dev.ocimodel.oci.Reference#registry()},
   *     such as {@code docker.io} or {@code localhost:5000}
   * @param repository the repository that is wanted, such as {@code models/phi-4}
   * @return the credentials, or empty to ask anonymously
   * @throws CredentialsException if a credential helper fails
   */
  Optional<Credentials> find(String registry, String repository);

  /** Finds nothing: every registry is asked anonymously. */
  static CredentialsProvider anonymous() {
    return (registry, repository) -> Optional.empty();
  }

  /**
   * Gives the credentials to this one registry, and to no other.
   *
   * @param registry host and optional port, without a scheme
   * @throws InvalidContentException if the registry is not {@code host[:port]}
   */
  static CredentialsProvider of(String registry, Credentials credentials) {
    RegistryName only = RegistryName.parse(registry);
    return (asked, repository) ->
        RegistryName.parse(asked).equals(only) ? Optional.of(credentials) : Optional.empty();
  }

  /**
   * Finds what {@code docker login} (or podman, skopeo, oras, crane) has stored: {@link
   * DockerConfigCredentials#create()}.
   */
  static CredentialsProvider dockerConfig() {
    return DockerConfigCredentials.create();
  }

  /**
   * As {@link #dockerConfig()}, from another file, such as a mounted {@code .dockerconfigjson} of a
   * Kubernetes secret.
   */
  static CredentialsProvider dockerConfig(Path file) {
    return DockerConfigCredentials.create().withFile(file);
  }

  /**
   * Finds what {@code podman login} (or skopeo, buildah) has stored, and then what Docker has:
   * {@link ContainersAuthCredentials#create()}.
   */
  static CredentialsProvider containersAuth() {
    return ContainersAuthCredentials.create();
  }

  /**
   * Reads {@code OCIMODEL_USERNAME} and {@code OCIMODEL_PASSWORD}, or {@code OCIMODEL_TOKEN} (a
   * bearer token that is sent as it is), and gives them to the registry that {@code
   * OCIMODEL_REGISTRY} names and to no other. Finds nothing where none of them is set.
   *
   * @throws InvalidContentException if there is a secret and no registry to send it to, or half a
   *     pair
   */
  static CredentialsProvider environment() {
    return EnvironmentCredentials.of(System.getenv(), null);
  }

  /**
   * As {@link #environment()}, for this registry; where {@code OCIMODEL_REGISTRY} names another,
   * nothing is found.
   *
   * @param registry host and optional port
   */
  static CredentialsProvider environment(String registry) {
    return EnvironmentCredentials.of(System.getenv(), registry);
  }

  /**
   * Asks one after the other until one finds something; a failure of one is not hidden, and the
   * next is not asked.
   */
  static CredentialsProvider firstOf(List<? extends CredentialsProvider> providers) {
    List<CredentialsProvider> all = List.copyOf(providers);
    return (registry, repository) ->
        all.stream()
            .map(provider -> provider.find(registry, repository))
            .flatMap(Optional::stream)
            .findFirst();
  }

  /** Asks {@code next} where this one finds nothing; a failure of this one is not hidden. */
  default CredentialsProvider orElse(CredentialsProvider next) {
    return (registry, repository) ->
        find(registry, repository).or(() -> next.find(registry, repository));
  }
}
