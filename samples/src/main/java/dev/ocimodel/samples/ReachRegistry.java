package dev.ocimodel.samples;

import dev.ocimodel.registry.PlainHttp;
import dev.ocimodel.registry.ProxyOptions;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.RetryPolicy;
import dev.ocimodel.registry.UnauthorizedException;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.tls.CertificateDirectories;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * A client with everything said: who it is, whom it trusts, which registry may be spoken to without
 * TLS, how patient it is and how much of the network it takes. Nothing of the password comes into a
 * message.
 *
 * <p>Arguments: REGISTRY USER PASSWORD. Prints "welcome", or what is wrong.
 */
public final class ReachRegistry {

  private ReachRegistry() {}

  /** Runs the sample. */
  public static void main(String[] args) throws IOException {
    CredentialsProvider given =
        CredentialsProvider.of(args[0], Credentials.basic(args[1], args[2]));
    try (RegistryClient client =
        RegistryClient.builder()
            .credentials(given.orElse(CredentialsProvider.dockerConfig()))
            .plainHttp(PlainHttp.forLoopback().withRegistries(Set.of(args[0])))
            .certificateDirectories(CertificateDirectories.standard()) // as docker and podman do
            .proxy(ProxyOptions.environment())
            .warningListener(warning -> System.out.println("warning: " + warning.text()))
            .retryPolicy(RetryPolicy.create().withMaxAttempts(3))
            .connectTimeout(Duration.ofSeconds(5))
            .stallTimeout(Duration.ofSeconds(20))
            .maxConnections(16)
            .maxBytesPerSecond(500_000_000)
            .userAgent("sample/1.0")
            .build()) {
      client.ping(args[0]);
      System.out.println("welcome");
    } catch (UnauthorizedException e) {
      System.out.println(e.status() + ": " + e.getMessage());
    }
  }
}
