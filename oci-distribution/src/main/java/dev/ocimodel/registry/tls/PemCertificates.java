package dev.ocimodel.registry.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;

/** Reads certificates in PEM, wherever they stand among keys and comments. */
final class PemCertificates {

  private static final String WHAT = "certificate file";

  private PemCertificates() {}

  /** Returns at least one, in the file's order. */
  static List<X509Certificate> read(Path file) {
    List<X509Certificate> certificates = new ArrayList<>();
    try (PEMParser parser = PemFile.open(WHAT, file)) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        if (block instanceof X509CertificateHolder holder) {
          certificates.add(convert(holder));
        } else if (block instanceof X509TrustedCertificateBlock trusted) {
          certificates.add(convert(trusted.getCertificateHolder()));
        }
      }
    } catch (IOException | RuntimeException | CertificateException e) {
      if (e instanceof dev.ocimodel.oci.OciException known) {
        throw known;
      }
      // What the parser says may quote the file, which may hold a key as well.
      throw PemFile.invalid(
          WHAT, file, "certificate number " + (certificates.size() + 1) + " is damaged");
    }
    if (certificates.isEmpty()) {
      throw PemFile.invalid(
          WHAT,
          file,
          "it holds no certificate in PEM (\"-----BEGIN CERTIFICATE-----\"); one in DER is"
              + " converted by \"openssl x509 -inform der\"");
    }
    return certificates;
  }

  private static X509Certificate convert(X509CertificateHolder holder)
      throws IOException, CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
  }
}
