package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.Reference;
import dev.ocimodel.registry.PlainHttp;
import dev.ocimodel.registry.ProxyOptions;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.tls.CertificateDirectories;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

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

  @Option(
      names = "--limit-rate",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "Bytes per second in each direction at most, such as 50MB.")
  private @Nullable Long limitRate;

  @Option(
      names = "--hosts-dir",
      paramLabel = "DIR",
      description = "Mirrors by containerd's hosts.toml, such as /etc/containerd/certs.d.")
  private @Nullable Path hostsDirectory;

  @Mixin private TlsFiles tls = new TlsFiles();
  @Mixin private LoginOptions login = new LoginOptions();

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  int connections() {
    if (connections < 1 || connections > 64) {
      throw new IllegalArgumentException("--connections must be in 1..64: " + connections);
    }
    return connections;
  }

  /** Returns a client for the registries of these places. */
  RegistryClient connect(Location... places) {
    Set<String> registries =
        Arrays.stream(places)
            .map(Location::reference)
            .filter(reference -> reference != null)
            .map(Reference::registry)
            .collect(Collectors.toSet());
    return connect(registries, credentials(registries));
  }

  /**
   * Returns a client. Plain HTTP is for the registries named and for no other: not for one that a
   * redirect or a token realm names.
   */
  RegistryClient connect(Set<String> registries, CredentialsProvider credentials) {
    PlainHttp loopback = PlainHttp.forLoopback();
    RegistryClient.Builder builder =
        RegistryClient.builder()
            .credentials(credentials)
            .plainHttp(plainHttp ? loopback.withRegistries(registries) : loopback)
            .tls(tls.options())
            .certificateDirectories(CertificateDirectories.standard())
            .proxy(ProxyOptions.environment())
            .maxConnections(connections() + 2)
            .warningListener(
                warning ->
                    spec.commandLine()
                        .getErr()
                        .println("warning: " + warning.registry() + ": " + warning.text()));
    Path sessions = CacheDirectory.writable("uploads");
    if (sessions != null) {
      builder.uploadSessions(sessions);
    }
    if (limitRate != null) {
      builder.maxBytesPerSecond(limitRate);
    }
    if (hostsDirectory != null) {
      builder.hostsDirectory(hostsDirectory);
    }
    return builder.build();
  }

  /** What was typed, for the one registry there is; else what this machine knows. */
  private CredentialsProvider credentials(Set<String> registries) {
    if (login.areGiven() && registries.size() != 1) {
      throw new IllegalArgumentException(
          "--username is for one registry, and "
              + registries.size()
              + " are named; use 'ocimodel login' for each");
    }
    Credentials typed = login.read();
    return typed == null ? known() : CredentialsProvider.of(registries.iterator().next(), typed);
  }

  static CredentialsProvider known() {
    return CredentialsProvider.firstOf(
        List.of(
            CredentialsProvider.environment(),
            CredentialsProvider.dockerConfig(),
            CredentialsProvider.containersAuth()));
  }

  /** Returns what was typed; null for nothing. */
  @Nullable Credentials typed() {
    return login.read();
  }
}
