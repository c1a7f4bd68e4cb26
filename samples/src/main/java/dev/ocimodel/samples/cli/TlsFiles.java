package dev.ocimodel.samples.cli;

import dev.ocimodel.registry.tls.TlsOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to trust and who to be, in files. */
final class TlsFiles {

  @Option(names = "--ca", paramLabel = "FILE", description = "Trust these authorities too (PEM).")
  private @Nullable Path authority;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Certificate to show to the registries named (PEM).")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Its key (PEM); OCIMODEL_KEY_PASSWORD opens an encrypted one.")
  private @Nullable Path key;

  TlsOptions options() {
    TlsOptions options = TlsOptions.create();
    if (authority != null) {
      options = options.withAuthority(authority);
    }
    if (certificate == null && key == null) {
      return options;
    }
    if (certificate == null || key == null) {
      throw new IllegalArgumentException("--cert and --key go together");
    }
    String password = System.getenv("OCIMODEL_KEY_PASSWORD");
    return password == null
        ? options.withClientCertificate(certificate, key)
        : options.withClientCertificate(certificate, key, password.toCharArray());
  }
}
