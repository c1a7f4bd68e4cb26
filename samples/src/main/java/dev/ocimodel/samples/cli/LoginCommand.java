package dev.ocimodel.samples.cli;

import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.auth.DockerConfigCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A password that works is kept where docker keeps it. */
@Command(
    name = "login",
    description =
        "Tries a user and password at a registry and keeps them in docker's config.json or its"
            + " helper.",
    footerHeading = "%nExample:%n",
    footer = {
      "  ocimodel login registry.example --username robot --password-stdin < token",
      "",
      "DOCKER_CONFIG names the directory of another config.json. 'docker login' and 'oras login'"
          + " do the same."
    })
final class LoginCommand implements Runnable {

  @Parameters(paramLabel = "REGISTRY", description = "HOST or HOST:PORT.")
  private String registry = "";

  @Mixin private RegistryOptions options = new RegistryOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    Credentials credentials = options.typed();
    if (credentials == null) {
      throw new IllegalArgumentException("Give --username and --password-stdin");
    }
    try (RegistryClient client =
        options.connect(Set.of(registry), CredentialsProvider.of(registry, credentials))) {
      client.ping(registry);
    } catch (IOException e) {
      throw new UncheckedIOException(registry + " did not answer: " + e.getMessage(), e);
    }
    DockerConfigCredentials store = DockerConfigCredentials.create();
    store.store(registry, credentials);
    spec.commandLine().getOut().println("Logged in to " + registry + "; kept by " + store.file());
  }
}
