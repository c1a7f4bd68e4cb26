package dev.ocimodel.registry.tls;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Gathers whom to trust: certificates in files, and those that the JVM trusts by itself. */
final class Authorities {

  private Authorities() {}

  static KeyStore store(List<Path> files, boolean withDefaults) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Path file : files) {
        for (X509Certificate authority : PemCertificates.read(file)) {
          store.setCertificateEntry("given-" + number++, authority);
        }
      }
      if (withDefaults) {
        for (X509Certificate authority : defaults()) {
          store.setCertificateEntry("default-" + number++, authority);
        }
      }
      if (number == 0) {
        throw new InvalidContentException(
            "Nobody would be trusted: the JVM's authorities are left out and no other is given");
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JVM cannot hold certificates: " + e.getMessage(), e);
    }
  }

  private static X509Certificate[] defaults() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }
}
