package dev.ocimodel.registry.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.StrictJson;
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

  /** What a pipe takes at once; far above any token. */
  private static final int MAX_INPUT = 16 * 1024;

  private static final String NOT_FOUND = "credentials not found in native keychain";

  /** Whether a text is a plain name, so that it cannot lead to a program in another directory. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Asks for the credentials of one server. */
  Optional<Credentials> get(String serverAddress) {
    String task = "Asking " + program() + " for the credentials of " + serverAddress;
    HelperProcess.Result result = run("get", serverAddress, task);
    String output = new String(result.output(), StandardCharsets.UTF_8);
    if (result.status() == 0) {
      return parse(result.output(), task);
    }
    if (output.strip().equals(NOT_FOUND)) {
      return Optional.empty();
    }
    throw failed(result, task, "get");
  }

  /** Gives it the credentials of one server to keep. */
  void store(String serverAddress, Credentials credentials) {
    String task = "Giving " + program() + " the credentials for " + serverAddress;
    ObjectNode entry = StrictJson.newObject().put("ServerURL", serverAddress);
    if (credentials instanceof Credentials.Basic basic) {
      entry.put("Username", basic.username()).put("Secret", basic.password());
    } else if (credentials instanceof Credentials.IdentityToken token) {
      entry.put("Username", IDENTITY_TOKEN_USER).put("Secret", token.token());
    } else {
      throw new CredentialsException(
          task + " failed: a helper takes passwords and identity tokens only", null);
    }
    String input = new String(StrictJson.toBytes(entry), StandardCharsets.UTF_8);
    if (input.length() > MAX_INPUT) {
      throw new CredentialsException(task + " failed: they are too long", null);
    }
    HelperProcess.Result result = run("store", input, task);
    if (result.status() != 0) {
      throw failed(result, task, "store");
    }
  }

  /** Returns whether it had something to forget. */
  boolean erase(String serverAddress) {
    if (get(serverAddress).isEmpty()) {
      return false;
    }
    String task = "Asking " + program() + " to forget the credentials for " + serverAddress;
    HelperProcess.Result result = run("erase", serverAddress, task);
    if (result.status() != 0) {
      throw failed(result, task, "erase");
    }
    return true;
  }

  private CredentialsException failed(HelperProcess.Result result, String task, String verb) {
    return new CredentialsException(
        task
            + " failed with exit status "
            + result.status()
            + "; its output is not shown because it may hold a secret. Run \""
            + program()
            + " "
            + verb
            + "\" with that server address on its standard input to see it",
        null);
  }

  private HelperProcess.Result run(String verb, String input, String task) {
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
        .run(verb, input.getBytes(StandardCharsets.UTF_8));
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
