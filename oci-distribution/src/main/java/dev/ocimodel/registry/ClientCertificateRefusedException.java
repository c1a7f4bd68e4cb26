package dev.ocimodel.registry;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** A server wants a client certificate, or another one. The JDK's words for it say neither. */
final class ClientCertificateRefusedException extends SSLHandshakeException {

  private static final long serialVersionUID = 1L;

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

  private ClientCertificateRefusedException(URI uri, String alert, Exception cause) {
    super(
        Uris.redacted(uri)
            + " wants a client certificate that it trusts ("
            + alert
            + "); give one with TlsOptions.withClientCertificate, for this host");
    initCause(cause);
  }

  /**
   * Returns a failure in clearer words, where it is this one.
   *
   * @param askedInVain whether the server asked for a certificate, was shown none, and has not
   *     answered since: then it may just hang up
   */
  static IOException explained(URI uri, IOException failure, boolean askedInVain) {
    String message = String.valueOf(failure.getMessage());
    String alert = message.substring(message.lastIndexOf(' ') + 1);
    boolean refused =
        failure instanceof SSLException
            && message.startsWith("Received fatal alert")
            && ALERTS.contains(alert);
    if (refused) {
      return new ClientCertificateRefusedException(uri, alert, failure);
    }
    boolean hungUp =
        failure instanceof SocketException
            || failure instanceof SSLException
            || failure instanceof NoHttpResponseException;
    return askedInVain && hungUp
        ? new ClientCertificateRefusedException(uri, "it asked for one and hung up", failure)
        : failure;
  }
}
