package dev.ocimodel.samples.cli;

import dev.ocimodel.registry.auth.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who to be, typed. The password is never an argument, which everybody on the machine can read. */
final class LoginOptions {

  private static final int MAX_PASSWORD = 64 * 1024;

  @Option(
      names = {"-u", "--username"},
      paramLabel = "NAME",
      description = "User at the registry named.")
  private @Nullable String username;

  @Option(
      names = "--password-stdin",
      description = "Read the password or access token from standard input.")
  private boolean passwordFromInput;

  private @Nullable Credentials read;

  boolean areGiven() {
    return username != null || passwordFromInput;
  }

  /** Returns what was typed, reading the password once; null where no user was named. */
  @Nullable Credentials read() {
    if (read == null && areGiven()) {
      if (username == null || !passwordFromInput) {
        throw new IllegalArgumentException("--username and --password-stdin go together");
      }
      read = Credentials.basic(username, password());
    }
    return read;
  }

  /** What echo or an editor put at the end is not part of it. */
  private static String password() {
    try {
      byte[] input = System.in.readNBytes(MAX_PASSWORD);
      String password = new String(input, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
      if (password.isEmpty()) {
        throw new IllegalArgumentException("--password-stdin: standard input is empty");
      }
      return password;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
