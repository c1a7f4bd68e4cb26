package dev.ocimodel.samples.cli;

import dev.ocimodel.registry.UnauthorizedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns a failure into one line for a person: what happened, and what to try. */
final class Advice {

  private static final int MAX_CAUSES = 10;

  private Advice() {}

  static String describe(Throwable failure) {
    String message = failure.getMessage();
    StringBuilder line = new StringBuilder(message == null ? failure.toString() : message);
    String advice = advice(failure);
    if (advice != null) {
      line.append(line.charAt(line.length() - 1) == '.' ? " " : ". ").append(advice);
    }
    return Printable.of(line.toString());
  }

  private static @Nullable String advice(Throwable failure) {
    if (failure instanceof UnauthorizedException) {
      return "Log in with 'docker login' or 'oras login', or set DOCKER_CONFIG to the directory of"
          + " a config.json.";
    }
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof SSLException) {
        return "For a registry without TLS, add --plain-http.";
      }
      if (cause instanceof ConnectException) {
        return "Check the address, and that the registry is up.";
      }
      if (cause instanceof UnknownHostException) {
        return "Check the registry's name.";
      }
      cause = cause.getCause();
    }
    return null;
  }
}
