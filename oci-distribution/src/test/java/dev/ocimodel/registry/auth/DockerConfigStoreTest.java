package dev.ocimodel.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Login and logout, in docker's format. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DockerConfigStoreTest {

  private static final Credentials ALICE = Credentials.basic("alice", "pass:word");

  @TempDir Path directory;

  private DockerConfigCredentials config(String content) throws IOException {
    return new HelperScripts(directory).provider(content);
  }

  private String content() throws IOException {
    return Files.readString(directory.resolve("config.json"));
  }

  @Test
  void store_noFileYet_ownersEyesOnly() throws IOException {
    Path file = directory.resolve("new/.docker/config.json");
    DockerConfigCredentials config = DockerConfigCredentials.create().withFile(file);
    config.store("ghcr.io", ALICE);
    assertThat(config.find("ghcr.io", "m")).contains(ALICE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void store_everythingElse_keptAsItIs() throws IOException {
    DockerConfigCredentials config =
        config(
            "{\"HttpHeaders\":{\"X\":\"1\"},\"auths\":{\"quay.io\":{\"auth\":\"YTpi\",\"email\":"
                + "\"e\"}},\"psFormat\":\"t\",\"n\":12345678901234567890.5,\"currentContext\":null}");
    Files.setPosixFilePermissions(config.file(), PosixFilePermissions.fromString("rw-r--r--"));
    config.store("ghcr.io", ALICE);
    assertThat(content().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"HttpHeaders\":{\"X\":\"1\"},\"auths\":{\"quay.io\":{\"auth\":\"YTpi\",\"email\":"
                + "\"e\"},\"ghcr.io\":{\"auth\":\"YWxpY2U6cGFzczp3b3Jk\"}},\"psFormat\":\"t\","
                + "\"n\":12345678901234567890.5,\"currentContext\":null}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.file())))
        .isEqualTo("rw-------");
  }

  @Test
  void store_link_staysOne() throws IOException {
    Path real = Files.writeString(directory.resolve("real.json"), "{}");
    Path link = Files.createSymbolicLink(directory.resolve("link.json"), real);
    DockerConfigCredentials.create().withFile(link).store("ghcr.io", ALICE);
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).contains("ghcr.io");
  }

  @Test
  void store_everyKind_foundAgain() throws IOException {
    DockerConfigCredentials config = config("");
    for (Credentials credentials :
        new Credentials[] {
          ALICE, Credentials.identityToken("refresh"), Credentials.registryToken("bearer")
        }) {
      config.store("docker.io", credentials);
      assertThat(config.find("docker.io", "library/m")).contains(credentials);
      assertThat(content()).contains("https://index.docker.io/v1/");
    }
  }

  @Test
  void erase_everyKeyOfTheRegistry_namespacesStay() throws IOException {
    DockerConfigCredentials config =
        config(
            "{\"auths\":{\"https://ghcr.io/v1/\":{\"auth\":\"YTpi\"},\"ghcr.io\":{\"auth\":"
                + "\"YTpi\"},\"ghcr.io/team\":{\"auth\":\"dDpi\"},\"quay.io\":{}}}");
    assertThat(config.erase("ghcr.io")).isTrue();
    assertThat(content().replaceAll("\\s", ""))
        .isEqualTo("{\"auths\":{\"ghcr.io/team\":{\"auth\":\"dDpi\"},\"quay.io\":{}}}");
    assertThat(config.erase("ghcr.io")).isFalse();
    assertThat(config.find("ghcr.io", "m")).isEmpty();
  }

  @Test
  void erase_noFile_makesNone() {
    Path file = directory.resolve("none.json");
    assertThat(DockerConfigCredentials.create().withFile(file).erase("ghcr.io")).isFalse();
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"credsStore\":\"test\"}", "{\"credHelpers\":{\"ghcr.io\":\"test\"}}"})
  void store_helper_hasTheSecretAndTheFileHasNot(String json) throws IOException {
    HelperScripts scripts = new HelperScripts(directory);
    scripts.write(
        "test",
        "case $1 in store) cat > kept;; erase) cat > erased; rm kept;; get) [ -f kept ] && cat kept"
            + " || { echo 'credentials not found in native keychain'; exit 1; };; esac");
    DockerConfigCredentials config = scripts.provider(json);
    for (Credentials credentials :
        new Credentials[] {ALICE, Credentials.identityToken("refresh")}) {
      config.store("ghcr.io", credentials);
      assertThat(content()).contains("\"ghcr.io\"").doesNotContain("auth\"", "refresh");
      assertThat(config.find("ghcr.io", "m")).contains(credentials);
    }
    assertThat(config.erase("ghcr.io")).isTrue();
    assertThat(directory.resolve("erased")).hasContent("ghcr.io");
    assertThat(content()).doesNotContain("\"ghcr.io\":{");
    assertThat(config.erase("ghcr.io")).isFalse();
  }

  @Test
  void store_helperFails_namesItAndLeavesTheFile() throws IOException {
    new HelperScripts(directory).write("test", "cat; exit 3");
    DockerConfigCredentials config = config("{\"credsStore\":\"test\"}");
    assertThatThrownBy(() -> config.store("ghcr.io", Credentials.basic("u", "CANARY")))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("docker-credential-test")
        .hasMessageContaining("exit status 3")
        .hasMessageNotContaining("CANARY");
    assertThatThrownBy(() -> config.store("ghcr.io", Credentials.registryToken("CANARY")))
        .isInstanceOf(CredentialsException.class)
        .hasMessageNotContaining("CANARY");
    assertThat(content()).isEqualTo("{\"credsStore\":\"test\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"auths\":", "[]", "{\"auths\":[]}", "{\"a\":1,\"a\":2}"})
  void store_malformedFile_leftAsItIs(String json) throws IOException {
    DockerConfigCredentials config = config(json);
    assertThatThrownBy(() -> config.store("ghcr.io", ALICE))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("config.json");
    assertThat(content()).isEqualTo(json);
  }

  @Test
  void store_directoryIsAFile_storageError() throws IOException {
    Path file = Files.createFile(directory.resolve("file")).resolve("config.json");
    assertThatThrownBy(() -> DockerConfigCredentials.create().withFile(file).store("a.io", ALICE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void store_legacyFile_refused() {
    assertThatThrownBy(
            () ->
                DockerConfigCredentials.create()
                    .withFile(directory.resolve(".dockercfg"))
                    .store("ghcr.io", ALICE))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("only read");
  }
}
