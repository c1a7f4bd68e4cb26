package dev.ocimodel.samples.cli;

import dev.ocimodel.registry.PlainHttp;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.auth.CredentialsProvider;
import picocli.CommandLine.Option;

/** How registries are reached; the same for every command that reaches one. */
final class RegistryOptions {

  @Option(
      names = "--plain-http",
      description = "Speak plain HTTP with registries. Without it: only on loopback.")
  private boolean plainHttp;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "4",
      description = "Blobs in flight at once (default: ${DEFAULT-VALUE}).")
  private int connections;

  int connections() {
    if (connections < 1 || connections > 64) {
      throw new IllegalArgumentException("--connections must be in 1..64: " + connections);
    }
    return connections;
  }

  RegistryClient connect() {
    return RegistryClient.builder()
        .credentials(CredentialsProvider.dockerConfig())
        .plainHttp(plainHttp ? PlainHttp.always() : PlainHttp.forLoopback())
        .maxConnections(connections() + 2)
        .build();
  }
}
