package dev.ocimodel.samples.cli;

import dev.ocimodel.registry.RegistryUnavailableException;
import dev.ocimodel.registry.UnauthorizedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
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
      return "Log in with 'ocimodel login' or 'docker login', or set DOCKER_CONFIG to the directory"
          + " of a config.json.";
    }
    List<Throwable> causes =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES).toList();
    // Before TLS as such: plain HTTP is no answer to a certificate that is not right.
    if (any(causes, CertificateException.class) || any(causes, SSLPeerUnverifiedException.class)) {
      return isUntrusted(causes) ? "On the command line that is --ca FILE." : null;
    }
    // Nor to a registry that wants to see a certificate: its exception says what to do.
    boolean aboutCertificates =
        causes.stream()
            .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("certificate"));
    if (any(causes, SSLException.class) && !aboutCertificates) {
      return "For a registry without TLS, add --plain-http.";
    }
    if (any(causes, ConnectException.class)) {
      return "Check the address, and that the registry is up.";
    }
    if (any(causes, UnknownHostException.class)) {
      // The registry module's own exception says this itself.
      return failure instanceof RegistryUnavailableException ? null : "Check the registry's name.";
    }
    return any(causes, FileAlreadyExistsException.class)
        ? "A file is in the way; choose another place."
        : null;
  }

  /** Not for another host, and not out of date: no authority that is trusted too helps there. */
  private static boolean isUntrusted(List<Throwable> causes) {
    boolean outOfDate =
        any(causes, CertificateExpiredException.class)
            || any(causes, CertificateNotYetValidException.class);
    return !outOfDate
        && (any(causes, CertPathBuilderException.class)
            || any(causes, CertPathValidatorException.class));
  }

  private static boolean any(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }
}
