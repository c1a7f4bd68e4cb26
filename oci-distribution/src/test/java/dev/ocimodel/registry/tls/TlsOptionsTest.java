package dev.ocimodel.registry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsOptionsTest {

  @TempDir Path folder;
  private TestAuthority authority;

  @BeforeEach
  void make() {
    authority = new TestAuthority(folder, "authority");
  }

  @Test
  void stores_nothingGiven_noneOrRefused() {
    assertThat(TlsOptions.create().authorityStore()).isEmpty();
    assertThat(TlsOptions.create().identityStore()).isEmpty();
    assertThatThrownBy(() -> TlsOptions.create().withoutDefaultAuthorities().authorityStore())
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("Nobody would be trusted");
  }

  @Test
  void stores_authorityGiven_besidesTheJvmsOrAlone() throws Exception {
    TlsOptions options = TlsOptions.create().withAuthority(authority.file());
    assertThat(options.authorityStore().orElseThrow().size()).isGreaterThan(10);
    assertThat(options.withoutDefaultAuthorities().authorityStore().orElseThrow().size())
        .isEqualTo(1);
  }

  @Test
  void read_fileWithSeveralAuthorities() throws IOException {
    TestAuthority other = new TestAuthority(folder, "other");
    Path bundle =
        Files.writeString(
            folder.resolve("bundle.pem"),
            "# two\n" + Files.readString(authority.file()) + Files.readString(other.file()));
    assertThat(PemCertificates.read(bundle)).hasSize(2);
    assertThat(TlsOptions.create().withAuthority(bundle).authorityStore()).isPresent();
  }

  @Test
  void read_noCertificateInTheFile_saysWhichAndWhatIsWrong() throws IOException {
    Path key = authority.issue("client").key();
    Path der =
        Files.write(folder.resolve("a.der"), authority.issue("x").certificate().getSignature());
    for (Path file : new Path[] {key, der, Files.createFile(folder.resolve("empty"))}) {
      assertThatThrownBy(() -> TlsOptions.create().withAuthority(file).authorityStore())
          .isInstanceOf(InvalidContentException.class)
          .hasMessageStartingWith("Invalid certificate file " + file + ": it holds no certificate");
    }
  }

  @Test
  void read_damagedCertificate_saysWhichOne() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("damaged.pem"),
            Files.readString(authority.file())
                + "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> TlsOptions.create().withAuthority(file).authorityStore())
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("damaged.pem: certificate number 2 is damaged");
  }

  @Test
  void read_absentFile_storageError() {
    TlsOptions options = TlsOptions.create().withAuthority(folder.resolve("none.pem"));
    assertThatThrownBy(options::authorityStore)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("none.pem does not exist");
  }

  @Test
  void read_keyOfAnotherCertificate_refused() {
    TestAuthority.Issued one = authority.issue("one");
    TestAuthority.Issued two = authority.issue("two", TestAuthority.keys("RSA", 2048));
    for (TestAuthority.Issued[] pair : new TestAuthority.Issued[][] {{one, two}, {two, one}}) {
      TlsOptions options = TlsOptions.create().withClientCertificate(pair[0].file(), pair[1].key());
      assertThatThrownBy(options::identityStore)
          .isInstanceOf(InvalidContentException.class)
          .hasMessageContaining("is not that of the first certificate in " + pair[0].file());
    }
    assertThat(TlsOptions.create().withClientCertificate(two.file(), two.key()).identityStore())
        .isPresent();
  }

  @Test
  void print_keyWithPassword_showsNeither() {
    TestAuthority.Issued issued = authority.issue("client");
    TlsOptions options =
        TlsOptions.create()
            .withClientCertificate(issued.file(), issued.key(), "CANARY".toCharArray());
    assertThat(options.toString()).contains("client.cert").doesNotContain("CANARY");
  }

  @Test
  void find_directoryOfARegistry_authoritiesAndPair() throws IOException {
    Path first = Files.createDirectories(folder.resolve("first/registry.corp:5000"));
    Path second = Files.createDirectories(folder.resolve("second/registry.corp"));
    TestAuthority.Issued client = authority.issue("client");
    Files.copy(authority.file(), first.resolve("ca.crt"));
    Files.copy(client.file(), first.resolve("client.cert"));
    Files.copy(client.key(), first.resolve("client.key"));
    Files.copy(authority.file(), second.resolve("ca.crt"));
    CertificateDirectories directories =
        CertificateDirectories.of(
            List.of(folder.resolve("none"), first.resolveSibling("."), second.resolveSibling(".")));

    TlsOptions withPort = directories.find("Registry.corp:5000").orElseThrow();
    assertThat(withPort.authorities()).hasSize(1);
    assertThat(withPort.hasClientCertificate()).isTrue();
    assertThat(withPort.identityStore()).isPresent();
    assertThat(directories.find("registry.corp").orElseThrow().hasClientCertificate()).isFalse();
    assertThat(directories.find("registry.corp:5001")).isEmpty();
    assertThat(directories.find("..")).isEmpty();
    assertThat(directories.find("../first/registry.corp:5000")).isEmpty();
  }

  @Test
  void find_halfAPair_saysWhatIsMissing() throws IOException {
    Path one = Files.createDirectories(folder.resolve("registry.corp"));
    Path other = Files.createDirectories(folder.resolve("other.corp"));
    Files.createFile(one.resolve("client.cert"));
    Files.createFile(other.resolve("client.key"));
    CertificateDirectories directories = CertificateDirectories.of(List.of(folder));
    assertThatThrownBy(() -> directories.find("registry.corp"))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("client.cert is of no use without client.key");
    assertThatThrownBy(() -> directories.find("other.corp"))
        .hasMessageContaining("client.key is of no use without client.cert");
  }
}
