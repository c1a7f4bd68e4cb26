package dev.ocimodel.samples.cli;

import dev.ocimodel.registry.PlainHttp;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** How registries are reached; the same for every command that reaches one. */
final class RegistryOptions {

  @Option(
      names = "--plain-http",
      description = "Speak plain HTTP with the registries named. Without it: only on loopback.")
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

  /**
   * Returns a client. Plain HTTP is for the registries of these places and for no other: not for
   * one that a redirect or a token realm names.
   */
  RegistryClient connect(Location... places) {
    return RegistryClient.builder()
        .credentials(CredentialsProvider.dockerConfig())
        .plainHttp(plainHttp(places))
        .maxConnections(connections() + 2)
        .build();
  }

  private PlainHttp plainHttp(Location... places) {
    PlainHttp loopback = PlainHttp.forLoopback();
    if (!plainHttp) {
      return loopback;
    }
    Set<String> named = new HashSet<>();
    for (Location place : places) {
      if (place.reference() != null) {
        named.add(place.reference().registry());
      }
    }
    return loopback.withRegistries(named);
  }
}
