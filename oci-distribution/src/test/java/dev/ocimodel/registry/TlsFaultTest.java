package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Network table: TLS expired, name, CA. The client is another JVM, for its trust store. */
@Timeout(60)
class TlsFaultTest {

  private static final String PASSWORD = "changeit";

  /** What is wrong with the server's certificate, and what the client must say to it. */
  enum Certificate {
    GOOD("ip:127.0.0.1", "-1d", true, "resolved"),
    EXPIRED("ip:127.0.0.1", "-30d", true, "certificate has expired"),
    OTHER_NAME("dns:other.example", "-1d", true, "certificate is for another host"),
    UNKNOWN_AUTHORITY("ip:127.0.0.1", "-1d", false, "certificate is not trusted");

    private final String name;
    private final String from;
    private final boolean trusted;
    private final String said;

    Certificate(String name, String from, boolean trusted, String said) {
      this.name = name;
      this.from = from;
      this.trusted = trusted;
      this.said = said;
    }
  }

  @TempDir static Path directory;

  @ParameterizedTest
  @EnumSource(Certificate.class)
  void resolve_certificateExpiredOrForeign_finalAndNamed(Certificate certificate) throws Exception {
    SSLContext context = serverContext(certificate);
    try (RawServer server = new RawServer((number, in, socket) -> serve(context, socket))) {
      List<String> trust =
          certificate.trusted
              ? List.of(
                  "-Djavax.net.ssl.trustStore=" + directory.resolve("trust.p12"),
                  "-Djavax.net.ssl.trustStorePassword=" + PASSWORD)
              : List.of();
      Process child = ChildJvm.start(trust, Program.class, server.host());
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(output).contains(certificate.said);
      assertThat(server.connections()).as("one attempt, no retry").isEqualTo(1);
      Leftovers.assertNone(server);
    }
  }

  private static void serve(SSLContext context, Socket socket) throws IOException {
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    tls.setUseClientMode(false);
    InputStream in = tls.getInputStream();
    while (!RawServer.head(in).isEmpty()) {
      RawServer.say(
          tls,
          "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.oci.image.manifest.v1+json\r\n"
              + "Docker-Content-Digest: sha256:"
              + "a".repeat(64)
              + "\r\nContent-Length: 2\r\n\r\n");
    }
  }

  /** An authority and three certificates by it; the authority's own is what may be trusted. */
  @BeforeAll
  static void makeCertificates() throws Exception {
    keytool("-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c", "-startdate", "-60d");
    for (Certificate leaf : Certificate.values()) {
      if (leaf.trusted) {
        String name = "san=" + leaf.name;
        keytool(
            "-alias",
            leaf.name(),
            "-dname",
            "CN=leaf",
            "-ext",
            name,
            "-signer",
            "ca",
            "-startdate",
            leaf.from,
            "-validity",
            "10");
      }
    }
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("ca", made().getCertificate("ca"));
    try (OutputStream out = Files.newOutputStream(directory.resolve("trust.p12"))) {
      trust.store(out, PASSWORD.toCharArray());
    }
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of("-keystore", directory.resolve("made.p12").toString()));
    command.addAll(List.of(arguments));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(output).isZero();
  }

  private static KeyStore made() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("made.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static SSLContext serverContext(Certificate certificate)
      throws IOException, GeneralSecurityException {
    String alias = (certificate.trusted ? certificate : Certificate.GOOD).name();
    char[] password = PASSWORD.toCharArray();
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(
        "server", made().getKey(alias, password), password, made().getCertificateChain(alias));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(one, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** Resolves a tag over TLS and says how that went. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      try (RegistryClient client =
          ScriptedServer.impatient().plainHttp(PlainHttp.never()).build()) {
        client.repository(arguments[0] + "/m").resolve("v1");
        System.out.println("resolved");
      } catch (RegistryUnavailableException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
