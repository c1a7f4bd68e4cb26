package dev.ocimodel.registry;

import java.net.URI;
import javax.net.ssl.SSLHandshakeException;

/** A server wants a client certificate, or another one. The JDK's words for it say neither. */
final class ClientCertificateRefusedException extends SSLHandshakeException {

  private static final long serialVersionUID = 1L;

  ClientCertificateRefusedException(URI uri, String why, Exception cause) {
    super(
        Uris.redacted(uri)
            + " wants a client certificate that it trusts ("
            + why
            + "); give one with TlsOptions.withClientCertificate, for this host");
    initCause(cause);
  }
}
