package dev.ocimodel.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigCredentialsTest {

  private static final Credentials ALICE = Credentials.basic("alice", "pass:word");

  @TempDir Path directory;

  private Optional<Credentials> find(String config, String registry, String repository) {
    Path file = directory.resolve("config.json");
    try {
      Files.writeString(file, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return CredentialsProvider.dockerConfig(file).find(registry, repository);
  }

  private Optional<Credentials> find(String config) {
    return find(config, "ghcr.io", "models/phi-4");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String entry(String key) {
    return "{\"auths\":{\"" + key + "\":{\"auth\":\"" + base64("alice:pass:word") + "\"}}}";
  }

  @Test
  void find_auth_splitsAtTheFirstColon() {
    assertThat(find(entry("ghcr.io"))).contains(ALICE);
  }

  @Test
  void find_usernameAndPassword() {
    assertThat(find("{\"auths\":{\"ghcr.io\":{\"username\":\"u\",\"password\":\"p\"}}}"))
        .contains(Credentials.basic("u", "p"));
  }

  @Test
  void find_authAndUsername_authWins() {
    assertThat(
            find(
                "{\"auths\":{\"ghcr.io\":{\"username\":\"u\",\"password\":\"p\",\"auth\":\""
                    + base64("alice:pass:word")
                    + "\"}}}"))
        .contains(ALICE);
  }

  @Test
  void find_identityToken_winsOverPassword() {
    assertThat(
            find(
                "{\"auths\":{\"ghcr.io\":{\"auth\":\""
                    + base64("00000000-0000-0000-0000-000000000000:")
                    + "\",\"identitytoken\":\"t\"}}}"))
        .contains(Credentials.identityToken("t"));
  }

  @Test
  void find_registryToken() {
    assertThat(find("{\"auths\":{\"ghcr.io\":{\"registrytoken\":\"t\"}}}"))
        .contains(Credentials.registryToken("t"));
  }

  @Test
  void find_fieldInOtherCase_isReadAsDockerDoes() {
    assertThat(find("{\"Auths\":{\"ghcr.io\":{\"RegistryToken\":\"t\"}}}"))
        .contains(Credentials.registryToken("t"));
  }

  @Test
  void find_wrappedBase64AndPaddingZeros_areNoContent() {
    String wrapped = base64("alice:pass:word\0\0").replaceFirst("^(.{8})", "$1\\\\n");
    assertThat(find("{\"auths\":{\"ghcr.io\":{\"auth\":\"" + wrapped + "\"}}}")).contains(ALICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "{}",
        "{\"auths\":null}",
        "{\"auths\":{\"ghcr.io\":{}}}",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"\",\"email\":\"a@b.example\"}}}",
        "{\"auths\":{\"ghcr.io\":null},\"HttpHeaders\":{\"X\":[1]},\"credHelpers\":{}}",
      })
  void find_nothingThere_isEmpty(String config) {
    assertThat(find(config)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, ghcr.io",
    "https://ghcr.io, ghcr.io",
    "https://ghcr.io/v1/, ghcr.io",
    "https://ghcr.io/any/path, ghcr.io",
    "http://localhost:5000/v2/, localhost:5000",
    "ghcr.io/v2, ghcr.io",
    "GHCR.IO, ghcr.io",
    "ghcr.io/, ghcr.io",
    "ghcr.io/models, ghcr.io",
    "ghcr.io/models/phi-4, ghcr.io",
    "https://index.docker.io/v1/, docker.io",
    "https://index.docker.io/v1/, index.docker.io",
    "index.docker.io, docker.io",
    "docker.io, docker.io",
    "docker.io/models, registry-1.docker.io",
    "[::1]:5000, [::1]:5000"
  })
  void find_keyStandsForTheRegistry(String key, String registry) {
    assertThat(find(entry(key), registry, "models/phi-4")).contains(ALICE);
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, ghcr.io:443",
    "ghcr.io:5000, ghcr.io",
    "https://ghcr.io.evil.example/v1/, ghcr.io",
    "evil.example/ghcr.io, ghcr.io",
    "evil.example#ghcr.io, ghcr.io",
    "ghcr.io@evil.example, ghcr.io",
    "ghcr.io/model, ghcr.io",
    "ghcr.io/models/phi, ghcr.io",
    "https://index.docker.io/v1/, ghcr.io",
  })
  void find_keyOfSomethingElse_isEmpty(String key, String registry) {
    assertThat(find(entry(key), registry, "models/phi-4")).isEmpty();
  }

  @Test
  void find_namespaces_theLongestWins() {
    String config =
        "{\"auths\":{\"ghcr.io\":{\"registrytoken\":\"host\"},"
            + "\"ghcr.io/models/phi-4\":{\"registrytoken\":\"repository\"},"
            + "\"ghcr.io/models\":{\"registrytoken\":\"namespace\"}}}";
    assertThat(find(config, "ghcr.io", "models/phi-4"))
        .contains(Credentials.registryToken("repository"));
    assertThat(find(config, "ghcr.io", "models/other"))
        .contains(Credentials.registryToken("namespace"));
    assertThat(find(config, "ghcr.io", "other")).contains(Credentials.registryToken("host"));
  }

  @Test
  void find_exactKeyBesideLegacyKey_exactWins() {
    assertThat(
            find(
                "{\"auths\":{\"https://ghcr.io/v1/\":{\"registrytoken\":\"old\"},"
                    + "\"ghcr.io\":{\"registrytoken\":\"new\"}}}"))
        .contains(Credentials.registryToken("new"));
  }

  @Test
  void find_fileChanged_isReadAgain() throws IOException {
    Path file = directory.resolve("config.json");
    CredentialsProvider provider = CredentialsProvider.dockerConfig(file);
    assertThat(provider.find("ghcr.io", "m")).isEmpty();
    Files.writeString(file, entry("ghcr.io"));
    assertThat(provider.find("ghcr.io", "m")).contains(ALICE);
  }

  @Test
  void create_dockerConfigVariable_namesTheDirectory() {
    DockerConfigCredentials provider = DockerConfigCredentials.create();
    assertThat(provider.withEnvironment(Map.of("DOCKER_CONFIG", "/etc/d", "HOME", "/h")).file())
        .isEqualTo(Path.of("/etc/d/config.json"));
    assertThat(provider.withEnvironment(Map.of("HOME", "/h")).file())
        .isEqualTo(Path.of("/h/.docker/config.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{} {}",
        "{\"auths\":1}",
        "{\"auths\":{\"ghcr.io\":7}}",
        "{\"auths\":{\"ghcr.io\":{\"auth\":7}}}",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"%%%\"}}}",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"bm9jb2xvbg==\"}}}",
        "{\"auths\":{},\"auths\":{}}",
        "{\"credsStore\":7}",
        "{\"credHelpers\":{\"ghcr.io\":null}}",
        "{\"credHelpers\":[]}",
      })
  void find_malformedFile_namesTheFile(String config) {
    assertThatThrownBy(() -> find(config))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining(directory.resolve("config.json").toString());
  }

  @Test
  void find_entryOfAnotherRegistryMalformed_doesNotMatter() {
    assertThat(
            find("{\"auths\":{\"a.example\":{\"auth\":7},\"ghcr.io\":{\"registrytoken\":\"t\"}}}"))
        .contains(Credentials.registryToken("t"));
  }

  @Test
  void find_passwordEndsWithLineBreak_saysSo() {
    String config = "{\"auths\":{\"ghcr.io\":{\"auth\":\"" + base64("alice:pass\n") + "\"}}}";
    assertThatThrownBy(() -> find(config))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining("ghcr.io")
        .hasMessageContaining("echo");
  }

  @Test
  void find_fileOverTheLimit_isRefused() {
    assertThatThrownBy(() -> find(" ".repeat(DockerConfigFile.MAX_SIZE + 1)))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void find_directoryInPlaceOfFile_isAStorageError() {
    assertThatThrownBy(() -> CredentialsProvider.dockerConfig(directory).find("ghcr.io", "m"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(directory.toString());
  }
}
