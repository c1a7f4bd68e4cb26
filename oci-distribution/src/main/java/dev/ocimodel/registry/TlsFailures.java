package dev.ocimodel.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Failures about certificates, in the words of somebody who has to mend them. */
final class TlsFailures {

  /** The alerts of RFC 8446 section 6.2 that a server sends about its client's certificate. */
  private static final Set<String> ALERTS =
      Set.of(
          "certificate_required",
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca");

  private TlsFailures() {}

  /**
   * Returns a failure in clearer words, where there are some.
   *
   * @param askedInVain whether the server asked for a certificate, was shown none, and has not
   *     answered since: then it may just hang up
   */
  static IOException explained(URI uri, IOException failure, boolean askedInVain) {
    if (failure instanceof SSLException && isDistrust(failure)) {
      return distrust(uri, failure);
    }
    String message = words(failure);
    String alert = message.substring(message.lastIndexOf(' ') + 1);
    boolean refused =
        failure instanceof SSLException
            && message.startsWith("Received fatal alert")
            && ALERTS.contains(alert);
    if (refused) {
      return new ClientCertificateRefusedException(uri, alert, failure);
    }
    boolean hungUp =
        (failure instanceof SocketException && !(failure instanceof ConnectException))
            || failure instanceof SSLException
            || failure instanceof NoHttpResponseException;
    return askedInVain && hungUp
        ? new ClientCertificateRefusedException(uri, "it asked for one and hung up", failure)
        : failure;
  }

  /** Plain HTTP would be the wrong advice here: somebody else may be answering. */
  static boolean isDistrust(IOException failure) {
    return failure.getCause() instanceof CertificateException;
  }

  /**
   * JSSE has no type for it: "No subject alternative DNS name matching ... found", or "No name".
   */
  private static boolean isOtherName(String message) {
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }

  private static IOException distrust(URI uri, IOException failure) {
    String message = words(failure);
    SSLHandshakeException told =
        new SSLHandshakeException(
            Uris.redacted(uri) + ": its certificate " + problem(failure, message));
    told.initCause(failure.getCause());
    return told;
  }

  private static String problem(IOException failure, String message) {
    if (isOutOfDate(failure)) {
      return "has expired or is not valid yet ("
          + message
          + "); have it renewed, or look at the"
          + " clocks";
    }
    if (isOtherName(message)) {
      return "is for another host (" + message + "); check its name, and who answers there";
    }
    return "is not trusted ("
        + message
        + "); give its authority with TlsOptions.withAuthority, or add it to the JVM's trust store";
  }

  private static boolean isOutOfDate(IOException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return true;
      }
    }
    return false;
  }

  /** The message without the alert that newer JDKs put in front of it, in parentheses. */
  private static String words(IOException failure) {
    return String.valueOf(failure.getMessage()).replaceFirst("^\\([a-z_]+\\) ", "");
  }
}
