package dev.ocimodel.registry.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes JSSE's objects from files. */
final class TlsContexts {

  private TlsContexts() {}

  static SSLContext of(
      List<Path> authorities,
      boolean defaultAuthorities,
      @Nullable ClientCertificate certificate,
      boolean verified) {
    KeyManager keys =
        new CertificateRequests(certificate == null ? null : certificate.keyManager());
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {keys},
          verified ? trust(authorities, defaultAuthorities) : new TrustManager[] {new Anybody()},
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JVM cannot set up TLS: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trust(List<Path> authorities, boolean withDefaults)
      throws GeneralSecurityException, IOException {
    if (authorities.isEmpty() && withDefaults) {
      return null; // what the JVM does by itself
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Path file : authorities) {
      for (X509Certificate authority : PemCertificates.read(file)) {
        store.setCertificateEntry("given-" + number++, authority);
      }
    }
    if (withDefaults) {
      for (X509Certificate authority : defaults()) {
        store.setCertificateEntry("default-" + number++, authority);
      }
    }
    return managers(store);
  }

  private static X509Certificate[] defaults() throws GeneralSecurityException {
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
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
