package dev.ocimodel.registry.tls;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate to show and the key that proves it is ours, in files. */
final class ClientCertificate {

  private final Path certificate;
  private final Path key;
  private final char @Nullable [] password;

  /**
   * @param password kept as it is, not copied
   */
  ClientCertificate(Path certificate, Path key, char @Nullable [] password) {
    this.certificate = certificate;
    this.key = key;
    this.password = password;
  }

  Path certificate() {
    return certificate;
  }

  /** Reads both into a store whose entry has an empty password. */
  KeyStore store() {
    List<X509Certificate> chain = PemCertificates.read(certificate);
    PrivateKey privateKey = PemKeys.read(key, password);
    checkPair(chain.get(0).getPublicKey(), privateKey);
    char[] inMemory = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("client", privateKey, inMemory, chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidContentException(
          "The client certificate " + certificate + " cannot be used with the key " + key, null);
    }
  }

  /** A pair that does not fit would only fail at the registry, and without a reason. */
  private void checkPair(PublicKey publicKey, PrivateKey privateKey) {
    if (!fit(publicKey, privateKey)) {
      throw new InvalidContentException(
          "The key "
              + key
              + " is not that of the first certificate in "
              + certificate
              + "; the client's own certificate must come first");
    }
  }

  private static boolean fit(PublicKey publicKey, PrivateKey privateKey) {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "DSA" -> "SHA256withDSA";
          default -> publicKey.getAlgorithm();
        };
    byte[] challenge = {1, 2, 3, 4};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(privateKey);
      signature.update(challenge);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(challenge);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "ClientCertificate[" + certificate + ", key=***]";
  }
}
