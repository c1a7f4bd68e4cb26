package dev.ocimodel.registry.auth;

import dev.ocimodel.oci.InvalidContentException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of Docker's credential helpers, the program {@code docker-credential-NAME}. It reads a server
 * address on its standard input and answers on its standard output, with credentials as JSON or
 * with a message and a failing exit status (github.com/docker/docker-credential-helpers).
 *
 * <p>What it prints is never shown: a wrapper script that is traced, or that fails half-way, prints
 * its secret as readily as its error.
 *
 * @param name what comes behind {@code docker-credential-}
 * @param environment the environment it is looked up and run in
 * @param timeLimit how long it may take
 */
record CredentialHelper(String name, Map<String, String> environment, Duration timeLimit) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final String IDENTITY_TOKEN_USER = "<token>";
  private static final String NOT_FOUND = "credentials not found in native keychain";

  /** Whether a text is a plain name, so that it cannot lead to a program in another directory. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Asks for the credentials of one server. */
  Optional<Credentials> get(String serverAddress) {
    String task = "Asking " + program() + " for the credentials of " + serverAddress;
    HelperProcess.Result result = run(serverAddress, task);
    String output = new String(result.output(), StandardCharsets.UTF_8);
    if (result.status() == 0) {
      return parse(result.output(), task);
    }
    if (output.strip().equals(NOT_FOUND)) {
      return Optional.empty();
    }
    throw new CredentialsException(
        task
            + " failed with exit status "
            + result.status()
            + "; its output is not shown because it may hold a secret. Run \""
            + program()
            + " get\" with that server address on its standard input to see it",
        null);
  }

  private HelperProcess.Result run(String serverAddress, String task) {
    Path path =
        SearchPath.of(environment)
            .find(program())
            .orElseThrow(
                () ->
                    new CredentialsException(
                        task
                            + " failed: no such program on the PATH; install it, or remove it from"
                            + " \"credsStore\" and \"credHelpers\" in docker's config.json",
                        null));
    return new HelperProcess(path, environment, timeLimit, task)
        .run("get", serverAddress.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Credentials> parse(byte[] output, String task) {
    try {
      DockerJson reply = DockerJson.parse(output, "reply");
      String username = reply.text("Username");
      String secret = reply.text("Secret");
      if (username.isEmpty() && secret.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          username.equals(IDENTITY_TOKEN_USER)
              ? Credentials.identityToken(secret)
              : Credentials.basic(username, secret));
    } catch (InvalidContentException e) {
      throw new CredentialsException(task + " failed: " + e.getMessage(), null);
    }
  }

  private String program() {
    return "docker-credential-" + name;
  }

  /** Leaves the environment out, where secrets are common. */
  @Override
  public String toString() {
    return "CredentialHelper[" + name + "]";
  }
}
