package dev.ocimodel.registry;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Notes on a session that its server asked for a certificate and was shown none. In TLS 1.3 a
 * server refuses only after the handshake, and often by hanging up: then this is all there is to
 * tell its reason from.
 */
final class CertificateRequests extends X509ExtendedKeyManager {

  private static final String NOTE = CertificateRequests.class.getName();

  private final @Nullable X509ExtendedKeyManager own;

  CertificateRequests(@Nullable X509ExtendedKeyManager own) {
    this.own = own;
  }

  static boolean isNotedOn(SSLSession session) {
    return session.getValue(NOTE) != null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    String alias = own == null ? null : own.chooseClientAlias(types, issuers, socket);
    SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
    if (session != null && alias == null) {
      session.putValue(NOTE, Boolean.TRUE);
    } else if (session != null) {
      session.removeValue(NOTE); // asked once for each kind of key
    }
    return alias;
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return own == null ? null : own.getClientAliases(type, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return own == null ? null : own.getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return own == null ? null : own.getPrivateKey(alias);
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
