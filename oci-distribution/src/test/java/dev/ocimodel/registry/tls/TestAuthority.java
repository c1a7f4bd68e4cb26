package dev.ocimodel.registry.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemGenerationException;

/** A private authority and what it issues, in memory and as PEM files in a folder. */
public final class TestAuthority {

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final Path folder;
  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  public TestAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = new X500Name("CN=" + name);
    this.keys = keys("EC", 256);
    this.certificate = issue(this.name, keys, true);
    write(folder.resolve(name + ".crt"), certificate);
  }

  /** The authority's own certificate in PEM. */
  public Path file() {
    return folder.resolve(name.toString().substring("CN=".length()) + ".crt");
  }

  /**
   * An identity with an EC key, good for 127.0.0.1, localhost and registry.example where it is a
   * server's.
   */
  public Issued issue(String subject) {
    return issue(subject, keys("EC", 256));
  }

  public Issued issue(String subject, KeyPair own) {
    X509Certificate issued = issue(new X500Name("CN=" + subject), own, false);
    Path file = folder.resolve(subject + ".cert");
    Path key = folder.resolve(subject + ".key");
    write(file, issued);
    write(key, pkcs8(own.getPrivate()));
    return new Issued(own, issued, file, key);
  }

  /** For a server that shows this identity and asks clients for one of this authority. */
  public SSLContext serverContext(Issued identity) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own",
          identity.keys().getPrivate(),
          new char[0],
          new X509Certificate[] {identity.certificate()});
      store.setCertificateEntry("authority", certificate);
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(store, new char[0]);
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate issue(X500Name subject, KeyPair own, boolean authority) {
    Instant now = Instant.now();
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(now.minus(1, ChronoUnit.DAYS)),
              Date.from(now.plus(1, ChronoUnit.DAYS)),
              subject,
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!authority) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                new GeneralName[] {
                  new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                  new GeneralName(GeneralName.dNSName, "localhost"),
                  new GeneralName(GeneralName.dNSName, "registry.example")
                }));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair keys(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JDK's EC keys do not name their curve inside, which PEM of the older form needs. */
  public static JcaPKCS8Generator pkcs8(PrivateKey key) {
    try {
      return new JcaPKCS8Generator(key, null);
    } catch (PemGenerationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes an object as BouncyCastle knows it in PEM. */
  public static Path write(Path file, Object... objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
      writer.flush();
      return Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param file certificate in PEM
   * @param key key in PEM
   */
  public record Issued(KeyPair keys, X509Certificate certificate, Path file, Path key) {}
}
