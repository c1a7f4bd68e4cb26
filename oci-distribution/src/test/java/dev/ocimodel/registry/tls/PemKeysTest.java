package dev.ocimodel.registry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeysTest {

  private static final char[] PASSWORD = "CANARY-password".toCharArray();

  @TempDir Path folder;

  /** BouncyCastle's EC keys name their curve inside, as OpenSSL's do. */
  private static KeyPair keys(String algorithm) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider());
    generator.initialize(algorithm.equals("RSA") ? 2048 : 521);
    return generator.generateKeyPair();
  }

  private static BigInteger secret(PrivateKey key) {
    return key instanceof RSAPrivateKey rsa
        ? rsa.getPrivateExponent()
        : ((ECPrivateKey) key).getS();
  }

  private static void assertSame(PrivateKey read, KeyPair keys) {
    assertThat(secret(read)).isEqualTo(secret(keys.getPrivate()));
    assertThat(read.getClass().getName()).startsWith("sun.");
  }

  private Path pkcs8(KeyPair keys, @Nullable ASN1ObjectIdentifier cipher) throws Exception {
    OutputEncryptor encryptor =
        cipher == null
            ? null
            : new JceOpenSSLPKCS8EncryptorBuilder(cipher)
                .setProvider(new BouncyCastleProvider())
                .setRandom(new SecureRandom())
                .setPassword(PASSWORD)
                .build();
    return TestAuthority.write(
        folder.resolve("pkcs8.pem"), new JcaPKCS8Generator(keys.getPrivate(), encryptor));
  }

  private Path legacy(KeyPair keys, String cipher) throws Exception {
    return TestAuthority.write(
        folder.resolve("legacy.pem"),
        new JcaMiscPEMGenerator(
            keys.getPrivate(),
            new JcePEMEncryptorBuilder(cipher)
                .setProvider(new BouncyCastleProvider())
                .build(PASSWORD)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void read_traditionalForm(String algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    Path file = TestAuthority.write(folder.resolve("key.pem"), keys.getPrivate());
    assertThat(Files.readString(file)).startsWith("-----BEGIN " + algorithm + " PRIVATE KEY");
    assertSame(PemKeys.read(file, null), keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void read_pkcs8(String algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    assertSame(PemKeys.read(pkcs8(keys, null), null), keys);
  }

  @Test
  void read_ed25519() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    assertThat(PemKeys.read(pkcs8(keys, null), null)).isEqualTo(keys.getPrivate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void read_encryptedPkcs8(String algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    Path file = pkcs8(keys, PKCS8Generator.AES_256_CBC);
    assertThat(Files.readString(file)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY");
    assertSame(PemKeys.read(file, PASSWORD), keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES-256-CBC", "AES-128-CBC", "DES-EDE3-CBC"})
  void read_legacyEncryption(String cipher) throws Exception {
    for (String algorithm : new String[] {"RSA", "EC"}) {
      KeyPair keys = keys(algorithm);
      Path file = legacy(keys, cipher);
      assertThat(Files.readString(file)).contains("DEK-Info: " + cipher);
      assertSame(PemKeys.read(file, PASSWORD), keys);
    }
  }

  @Test
  void read_parametersAndCertificateBeforeIt_passedOver() throws Exception {
    TestAuthority authority = new TestAuthority(folder, "authority");
    TestAuthority.Issued issued = authority.issue("client");
    Path file =
        Files.writeString(
            folder.resolve("both.pem"),
            "Bag Attributes\n  friendlyName: x\n"
                + Files.readString(issued.file())
                + "-----BEGIN EC PARAMETERS-----\n"
                + java.util.Base64.getEncoder()
                    .encodeToString(SECObjectIdentifiers.secp256r1.getEncoded())
                + "\n-----END EC PARAMETERS-----\n"
                + Files.readString(issued.key()));
    assertThat(PemKeys.read(file, null)).isEqualTo(issued.keys().getPrivate());
    assertThat(PemCertificates.read(file)).containsExactly(issued.certificate());
  }

  @Test
  void read_wrongOrMissingPassword_saysWhichFile() throws Exception {
    KeyPair keys = keys("EC");
    for (Path file :
        new Path[] {pkcs8(keys, PKCS8Generator.AES_256_CBC), legacy(keys, "AES-256-CBC")}) {
      assertThatThrownBy(() -> PemKeys.read(file, "wrong".toCharArray()))
          .isInstanceOf(InvalidContentException.class)
          .hasMessage("Invalid key file " + file + ": the password given does not open its key")
          .hasNoCause();
      assertThatThrownBy(() -> PemKeys.read(file, null))
          .isInstanceOf(InvalidContentException.class)
          .hasMessageContaining("no password was given");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY-----\nQ0FOQVJZ\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nCANARY!!CANARY\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nQ0FOQVJZ\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\n"
            + "DEK-Info: CANARY\n\n"
            + "Q0FOQVJZ\n"
            + "-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nCANARY",
        "CANARY",
        ""
      })
  void read_damagedKey_saysWhichFileAndNotWhat(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("damaged.pem"), content);
    assertThatThrownBy(() -> PemKeys.read(file, PASSWORD))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageStartingWith("Invalid key file " + file + ": ")
        .hasMessageNotContainingAny("CANARY", "Q0FOQVJZ")
        .hasNoCause();
  }

  @Test
  void read_absentFile_storageError() {
    assertThatThrownBy(() -> PemKeys.read(folder.resolve("none.pem"), null))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("none.pem does not exist");
  }
}
