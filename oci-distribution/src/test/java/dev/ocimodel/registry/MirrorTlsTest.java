package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.tls.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors with a private authority, as a hosts.toml names it. */
class MirrorTlsTest {

  private static final byte[] CONTENT = {1, 2, 3};
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);

  private final ScriptedServer origin =
      new ScriptedServer().answering(request -> body(200, CONTENT));

  @TempDir Path folder;
  private TestAuthority authority;
  private ScriptedServer mirror;

  @BeforeEach
  void start() {
    authority = new TestAuthority(folder, "authority");
    mirror = ScriptedServer.tls(authority).answering(request -> body(200, CONTENT));
  }

  @AfterEach
  void close() {
    mirror.close();
    origin.close();
  }

  private byte[] read(String... keys) throws IOException {
    Path own = Files.createDirectories(folder.resolve("hosts").resolve("_default"));
    Files.writeString(
        own.resolve("hosts.toml"),
        "[host.\"https://" + mirror.host() + "\"]\n" + String.join("\n", keys));
    try (RegistryClient client =
            ScriptedServer.impatient().hostsDirectory(folder.resolve("hosts")).build();
        InputStream in = client.repository(origin.host() + "/m").blob(BLOB).open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void open_authorityInTheFile_mirrorIsTrusted() throws IOException {
    Path hosts = Files.createDirectories(folder.resolve("hosts/_default"));
    Files.copy(authority.file(), hosts.resolve("ca.pem"));
    assertThat(read("ca = \"ca.pem\"")).isEqualTo(CONTENT);
    assertThat(mirror.requests()).hasSize(1);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void open_skipVerify_mirrorIsTakenAsItIs() throws IOException {
    assertThat(read("skip_verify = true")).isEqualTo(CONTENT);
    assertThat(mirror.requests()).hasSize(1);
  }

  @Test
  void open_authorityUnknown_originIsAsked() throws IOException {
    assertThat(read()).isEqualTo(CONTENT);
    assertThat(mirror.requests()).isEmpty();
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void open_tlsInTheFile_isTheMirrorsOnlyAndNotWhereItRedirects() throws IOException {
    TestAuthority.Issued identity = authority.issue("client");
    ScriptedServer storage = ScriptedServer.tls(authority).answering(request -> body(200, CONTENT));
    try (storage) {
      mirror.requestClientAuth();
      mirror.answering(
          r -> status(307).setHeader("Location", "https://" + storage.host() + "/blob"));
      byte[] content =
          read(
              "ca = \"" + authority.file() + "\"",
              "client = [[\"" + identity.file() + "\", \"" + identity.key() + "\"]]");
      assertThat(content).isEqualTo(CONTENT);
      assertThat(mirror.requests()).hasSize(1);
      assertThat(mirror.requests().get(0).getHandshake().peerCertificates()).isNotEmpty();
      assertThat(storage.requests()).as("does not trust the mirror's authority").isEmpty();
      assertThat(origin.requests()).hasSize(1);
    }
  }
}
