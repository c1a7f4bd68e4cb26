package dev.ocimodel.registry.auth;

import dev.ocimodel.oci.InvalidContentException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from variables of the environment, for one registry: a secret without the name of the
 * registry it is meant for is refused, because it would go to whichever is asked for.
 */
final class EnvironmentCredentials {

  private static final String REGISTRY = "OCIMODEL_REGISTRY";
  private static final String USERNAME = "OCIMODEL_USERNAME";
  private static final String PASSWORD = "OCIMODEL_PASSWORD";
  private static final String TOKEN = "OCIMODEL_TOKEN";

  private EnvironmentCredentials() {}

  /**
   * @param registry which registry they are for; null where the environment says so
   */
  static CredentialsProvider of(Map<String, String> environment, @Nullable String registry) {
    Optional<Credentials> found = credentials(environment);
    if (found.isEmpty()) {
      return CredentialsProvider.anonymous();
    }
    String bound = environment.getOrDefault(REGISTRY, "");
    if (registry == null && bound.isEmpty()) {
      throw new InvalidContentException(
          "There are credentials in the environment, but "
              + REGISTRY
              + " does not say which registry they are for");
    }
    if (registry == null) {
      return CredentialsProvider.of(bound, found.get());
    }
    boolean other =
        !bound.isEmpty() && !RegistryName.parse(bound).equals(RegistryName.parse(registry));
    return other ? CredentialsProvider.anonymous() : CredentialsProvider.of(registry, found.get());
  }

  private static Optional<Credentials> credentials(Map<String, String> environment) {
    String username = environment.getOrDefault(USERNAME, "");
    String password = environment.getOrDefault(PASSWORD, "");
    String token = environment.getOrDefault(TOKEN, "");
    if (!token.isEmpty()) {
      if (!password.isEmpty()) {
        throw new InvalidContentException(
            "Both " + TOKEN + " and " + PASSWORD + " are set; which one is meant?");
      }
      return Optional.of(Credentials.registryToken(token));
    }
    if (username.isEmpty() != password.isEmpty()) {
      throw new InvalidContentException(
          "Only one of " + USERNAME + " and " + PASSWORD + " is set; both belong together");
    }
    return password.isEmpty()
        ? Optional.empty()
        : Optional.of(Credentials.basic(username, password));
  }
}
