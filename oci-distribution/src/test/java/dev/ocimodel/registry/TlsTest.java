package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.tls.CertificateDirectories;
import dev.ocimodel.registry.tls.TestAuthority;
import dev.ocimodel.registry.tls.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Private authorities and client certificates over real TLS connections. */
@Timeout(60)
class TlsTest {

  @TempDir Path folder;
  private TestAuthority authority;
  private TestAuthority.Issued identity;
  private ScriptedServer server;

  @BeforeEach
  void start() {
    authority = new TestAuthority(folder, "authority");
    identity = authority.issue("client");
    server = ScriptedServer.tls(authority).answering(request -> status(200));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static RegistryClient.Builder builder() {
    return ScriptedServer.impatient().plainHttp(PlainHttp.never());
  }

  private TlsOptions trusting() {
    return TlsOptions.create().withAuthority(authority.file());
  }

  private TlsOptions identified() {
    return trusting().withClientCertificate(identity.file(), identity.key());
  }

  private static boolean showedCertificate(RecordedRequest request) {
    return request.getHandshake() != null && !request.getHandshake().peerCertificates().isEmpty();
  }

  @Test
  void connect_privateAuthority_trustedWhereGiven() throws IOException {
    try (RegistryClient all = builder().tls(trusting()).build();
        RegistryClient one = builder().tls(server.host(), trusting()).build();
        RegistryClient only = builder().tls(trusting().withoutDefaultAuthorities()).build()) {
      all.ping(server.host());
      one.ping(server.host());
      only.ping(server.host());
    }
    assertThat(server.requests()).hasSize(3).noneMatch(TlsTest::showedCertificate);
  }

  @Test
  void connect_unknownAuthority_refusedAtOnceWithAdvice() {
    TestAuthority other = new TestAuthority(folder, "other");
    try (RegistryClient plain = builder().build();
        RegistryClient wrong =
            builder().tls(TlsOptions.create().withAuthority(other.file())).build()) {
      for (RegistryClient client : new RegistryClient[] {plain, wrong}) {
        assertThatThrownBy(() -> client.repository(server.host() + "/m").resolve("v1"))
            .isInstanceOf(RegistryUnavailableException.class)
            .hasMessageContaining("https://127.0.0.1")
            .hasMessageContaining("certificate is not trusted")
            .hasMessageContaining("TlsOptions");
        assertThatThrownBy(() -> client.ping(server.host()))
            .isInstanceOf(javax.net.ssl.SSLException.class)
            .hasMessageContaining("is not trusted");
      }
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void connect_optionsOfAnotherHost_notUsed() {
    try (RegistryClient client = builder().tls("localhost:1", trusting()).build()) {
      assertThatThrownBy(() -> client.ping(server.host()))
          .isInstanceOf(javax.net.ssl.SSLException.class);
    }
  }

  @Test
  void connect_nameThatIsNotInTheCertificate_refused() throws IOException {
    try (ServerSocket other = foreignServer();
        RegistryClient client = builder().tls(trusting()).build()) {
      String host = "127.0.0.2:" + other.getLocalPort();
      assertThatThrownBy(() -> client.repository(host + "/m").resolve("v1"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("127.0.0.2")
          .hasMessageContaining("certificate is for another host");
    }
  }

  /** At an address that is not in its certificate. */
  private ServerSocket foreignServer() throws IOException {
    ServerSocket listener =
        authority
            .serverContext(authority.issue("server"))
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getByName("127.0.0.2"));
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = listener.accept()) {
                RawServer.stall(socket.getInputStream());
              } catch (IOException e) {
                // the client has hung up, as it should
              }
            });
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  @Test
  void connect_withoutVerification_onlyThatHost() throws IOException {
    try (ScriptedServer second = ScriptedServer.tls(authority);
        RegistryClient client =
            builder().tls(server.host(), TlsOptions.create().withoutVerification()).build()) {
      client.ping(server.host());
      assertThatThrownBy(() -> client.ping(second.host()))
          .isInstanceOf(javax.net.ssl.SSLException.class);
    }
    assertThatThrownBy(() -> builder().tls(TlsOptions.create().withoutVerification()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for one host");
  }

  @Test
  void connect_certificateRequired_shownOnOneReusedConnection() throws IOException {
    server.requireClientAuth();
    try (RegistryClient client = builder().tls(identified()).build()) {
      for (int i = 0; i < 5; i++) {
        client.ping(server.host());
      }
    }
    assertThat(server.requests()).hasSize(5).allMatch(TlsTest::showedCertificate);
    assertThat(server.requests()).extracting(RecordedRequest::getConnectionIndex).containsOnly(0);
  }

  @Test
  void connect_certificateRequiredAndNoneGiven_saysSo() {
    server.requireClientAuth();
    try (RegistryClient client = builder().tls(trusting()).build()) {
      Repository repository = client.repository(server.host() + "/m");
      assertThatThrownBy(() -> repository.resolve("v1"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("client certificate");
      assertThatThrownBy(() -> repository.push(Blob.of(MediaType.OCTET_STREAM, new byte[100_000])))
          .hasMessageContaining("client certificate");
    }
  }

  @Test
  void connect_certificateOfAnotherAuthority_saysSo() {
    server.requireClientAuth();
    TestAuthority.Issued foreign = new TestAuthority(folder, "other").issue("stranger");
    TlsOptions options = trusting().withClientCertificate(foreign.file(), foreign.key());
    try (RegistryClient client = builder().tls(options).build()) {
      assertThatThrownBy(() -> client.repository(server.host() + "/m").resolve("v1"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("client certificate");
    }
  }

  @Test
  void show_redirectToAnotherOrigin_noCertificateThere() throws IOException {
    server.requestClientAuth();
    try (ScriptedServer storage = ScriptedServer.tls(authority)) {
      storage.requestClientAuth();
      storage.answering(request -> status(200));
      server.answering(request -> status(307).setHeader("Location", storage.uri("/blob")));
      try (RegistryClient client = builder().tls(identified()).build();
          RegistryClient byHost =
              builder().tls(trusting()).tls(server.host(), identified()).build()) {
        client.ping(server.host());
        byHost.ping(server.host());
      }
      assertThat(server.requests()).hasSize(2).allMatch(TlsTest::showedCertificate);
      assertThat(storage.requests()).hasSize(2).noneMatch(TlsTest::showedCertificate);
    }
  }

  @Test
  void show_tokenServerElsewhere_noCertificateThere() throws IOException {
    server.requestClientAuth();
    try (ScriptedServer tokens = ScriptedServer.tls(authority)) {
      tokens.requestClientAuth();
      tokens.answering(request -> status(200).body("{\"token\":\"t\"}"));
      server.answering(
          request ->
              request.getHeaders().get("Authorization") != null
                  ? status(200)
                  : status(401)
                      .setHeader(
                          "WWW-Authenticate", "Bearer realm=\"" + tokens.uri("/token") + "\""));
      try (RegistryClient client = builder().tls(identified()).build()) {
        client.ping(server.host());
      }
      assertThat(server.requests()).hasSize(2).allMatch(TlsTest::showedCertificate);
      assertThat(tokens.requests()).hasSize(1).noneMatch(TlsTest::showedCertificate);
    }
  }

  @Test
  void connect_certificateDirectory_readForItsRegistry() throws IOException {
    server.requireClientAuth();
    Path own = Files.createDirectories(folder.resolve("certs.d").resolve(server.host()));
    Files.copy(authority.file(), own.resolve("ca.crt"));
    Files.copy(identity.file(), own.resolve("client.cert"));
    Files.copy(identity.key(), own.resolve("client.key"));
    CertificateDirectories directories =
        CertificateDirectories.of(List.of(folder.resolve("certs.d")));
    try (RegistryClient client = builder().certificateDirectories(directories).build()) {
      client.ping(server.host());
    }
    assertThat(server.requests()).hasSize(1).allMatch(TlsTest::showedCertificate);
  }

  @Test
  void connect_brokenFile_typedErrorBeforeAnythingIsSent() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.pem"), "no certificate");
    try (RegistryClient client = builder().tls(TlsOptions.create().withAuthority(file)).build()) {
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> client.ping(server.host()))
            .isInstanceOf(InvalidContentException.class)
            .hasMessageContaining("broken.pem");
      }
      Files.copy(authority.file(), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      client.ping(server.host());
    }
  }
}
