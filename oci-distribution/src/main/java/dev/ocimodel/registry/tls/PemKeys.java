package dev.ocimodel.registry.tls;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.OciException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a private key in PEM: PKCS#8, PKCS#1 and SEC 1, each encrypted or not. No cause is kept
 * with an error, because what a parser says may quote the key.
 */
final class PemKeys {

  private static final String WHAT = "key file";

  private PemKeys() {}

  /** Returns the first private key of a file. */
  static PrivateKey read(Path file, char @Nullable [] password) {
    try (PEMParser parser = PemFile.open(WHAT, file)) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        PrivateKeyInfo key = key(block, file, password);
        if (key != null) {
          return convert(key);
        }
      }
    } catch (OciException e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw PemFile.invalid(WHAT, file, "its key is damaged or of a kind that is not known");
    }
    throw PemFile.invalid(
        WHAT, file, "it holds no private key in PEM (\"-----BEGIN PRIVATE KEY-----\")");
  }

  /** As the JDK's own key, which its TLS works with best. */
  private static PrivateKey convert(PrivateKeyInfo key)
      throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier algorithm = key.getPrivateKeyAlgorithm().getAlgorithm();
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(withoutParameters(key).getEncoded()));
    }
    return KeyFactory.getInstance(algorithm.getId())
        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  /**
   * SEC 1 keys name their curve inside, PKCS#8 keys outside, and the JDK takes no key with both.
   */
  private static PrivateKeyInfo withoutParameters(PrivateKeyInfo key) throws IOException {
    ECPrivateKey inner = ECPrivateKey.getInstance(key.parsePrivateKey());
    int bits = inner.getPrivateKey().getOctetsLength() * Byte.SIZE;
    return new PrivateKeyInfo(key.getPrivateKeyAlgorithm(), new ECPrivateKey(bits, inner.getKey()));
  }

  /** Returns null for what is no private key: certificates and curve parameters stand beside it. */
  private static @Nullable PrivateKeyInfo key(Object block, Path file, char @Nullable [] password)
      throws IOException {
    if (block instanceof PrivateKeyInfo plain) {
      return plain;
    }
    if (block instanceof PEMKeyPair plain) {
      return plain.getPrivateKeyInfo();
    }
    if (block instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
      return decrypt(encrypted, file, required(password, file));
    }
    if (block instanceof PEMEncryptedKeyPair encrypted) {
      return decrypt(encrypted, file, required(password, file));
    }
    return null;
  }

  private static char[] required(char @Nullable [] password, Path file) {
    if (password == null) {
      throw PemFile.invalid(WHAT, file, "its key is encrypted and no password was given");
    }
    return password;
  }

  private static PrivateKeyInfo decrypt(
      PKCS8EncryptedPrivateKeyInfo encrypted, Path file, char[] password) {
    try {
      return encrypted.decryptPrivateKeyInfo(
          new JceOpenSSLPKCS8DecryptorProviderBuilder()
              .setProvider(new BouncyCastleProvider())
              .build(password));
    } catch (PKCSException | OperatorCreationException | RuntimeException e) {
      throw notOpened(file);
    }
  }

  private static PrivateKeyInfo decrypt(PEMEncryptedKeyPair encrypted, Path file, char[] password) {
    try {
      return encrypted.decryptKeyPair(new BcPEMDecryptorProvider(password)).getPrivateKeyInfo();
    } catch (IOException | RuntimeException e) {
      throw notOpened(file);
    }
  }

  private static InvalidContentException notOpened(Path file) {
    return PemFile.invalid(WHAT, file, "the password given does not open its key");
  }
}
