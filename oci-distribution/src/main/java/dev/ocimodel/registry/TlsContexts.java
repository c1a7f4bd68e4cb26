package dev.ocimodel.registry;

import dev.ocimodel.registry.tls.TlsOptions;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes JSSE's objects from options, whose files are read here. */
final class TlsContexts {

  private TlsContexts() {}

  static SSLContext of(TlsOptions options) {
    KeyStore identity = options.identityStore().orElse(null);
    KeyStore authorities = options.isVerified() ? options.authorityStore().orElse(null) : null;
    try {
      KeyManager keys = new CertificateRequests(identity == null ? null : keys(identity));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, trust(options, authorities), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM cannot set up TLS: " + e.getMessage(), e);
    }
  }

  private static X509ExtendedKeyManager keys(KeyStore identity) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(identity, new char[0]);
    return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
  }

  /** Null is what the JVM does by itself. */
  private static TrustManager @Nullable [] trust(TlsOptions options, @Nullable KeyStore authorities)
      throws GeneralSecurityException {
    if (!options.isVerified()) {
      return new TrustManager[] {new Anybody()};
    }
    if (authorities == null) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory.getTrustManagers();
  }

  /** Trusts anybody, as somebody has explicitly asked for. */
  private static final class Anybody extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
