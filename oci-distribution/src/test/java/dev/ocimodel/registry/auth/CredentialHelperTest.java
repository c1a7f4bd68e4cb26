package dev.ocimodel.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class CredentialHelperTest {

  private static final Credentials ALICE = Credentials.basic("alice", "s");
  private static final String REPLY = HelperScripts.REPLY;
  private static final String STORE = "{\"credsStore\":\"test\"}";

  @TempDir Path directory;
  private HelperScripts scripts;

  @BeforeEach
  void createScripts() {
    scripts = new HelperScripts(directory);
  }

  @ParameterizedTest
  @CsvSource({"ghcr.io, ghcr.io", "docker.io, https://index.docker.io/v1/"})
  void find_helperAnswers_wasAskedForTheServerAddress(String registry, String address)
      throws IOException {
    scripts.write("test", "cat > asked; echo \"$*\" > arguments; echo $MARK > mark; " + REPLY);
    assertThat(scripts.provider(STORE).find(registry, "m")).contains(ALICE);
    assertThat(directory.resolve("asked")).hasContent(address);
    assertThat(directory.resolve("arguments")).hasContent("get");
    assertThat(directory.resolve("mark")).hasContent("seen-by-helper");
  }

  @Test
  void find_tokenUser_isAnIdentityToken() throws IOException {
    scripts.write("test", "echo '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'");
    assertThat(scripts.provider(STORE).find("ghcr.io", "m"))
        .contains(Credentials.identityToken("refresh"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'credentials not found in native keychain'; exit 1",
        "echo '{\"ServerURL\":\"\",\"Username\":\"\",\"Secret\":\"\"}'",
      })
  void find_helperHasNone_readsTheFile(String body) throws IOException {
    scripts.write("test", body);
    assertThat(scripts.provider(STORE).find("ghcr.io", "m")).isEmpty();
    assertThat(
            scripts
                .provider(
                    "{\"credsStore\":\"test\",\"auths\":{\"ghcr.io\":{\"registrytoken\":\"t\"}}}")
                .find("ghcr.io", "m"))
        .contains(Credentials.registryToken("t"));
  }

  @Test
  void find_helperOfTheRegistry_comesBeforeTheStoreAndTheFile() throws IOException {
    scripts.write("test", "touch asked; exit 1").write("own", REPLY);
    String config =
        "{\"credHelpers\":{\"https://ghcr.io\":\"own\"},\"credsStore\":\"test\","
            + "\"auths\":{\"ghcr.io\":{\"registrytoken\":\"t\"}}}";
    assertThat(scripts.provider(config).find("ghcr.io", "m")).contains(ALICE);
    assertThat(directory.resolve("asked")).doesNotExist();
  }

  @Test
  void find_helperOfAnotherRegistry_isNotAsked() throws IOException {
    scripts.write("own", "touch asked; " + REPLY);
    assertThat(scripts.provider("{\"credHelpers\":{\"a.example\":\"own\"}}").find("ghcr.io", "m"))
        .isEmpty();
    assertThat(directory.resolve("asked")).doesNotExist();
  }

  @Test
  void find_emptyHelperOfTheRegistry_readsTheFile() throws IOException {
    String config =
        "{\"credHelpers\":{\"ghcr.io\":\"\"},\"credsStore\":\"absent\","
            + "\"auths\":{\"ghcr.io\":{\"registrytoken\":\"t\"}}}";
    assertThat(scripts.provider(config).find("ghcr.io", "m"))
        .contains(Credentials.registryToken("t"));
  }

  @Test
  void find_helperDoesNotReadItsInput_answers() throws IOException {
    scripts.write("test", "exec 0<&-; " + REPLY);
    assertThat(scripts.provider(STORE).find("ghcr.io", "m")).contains(ALICE);
  }

  @Test
  void find_helperLeavesAChildWithItsOutput_answers() throws IOException {
    Path gate = directory.resolve("gate");
    scripts.write("test", "mkfifo gate; cat gate & " + REPLY);
    assertThat(scripts.provider(STORE).find("ghcr.io", "m")).contains(ALICE);
    Files.writeString(gate, "let the child end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/b", "/bin/sh", "a b", "x\\u0000", "test;touch asked"})
  void find_helperNameIsNoPlainName_runsNothing(String name) throws IOException {
    scripts.write("test", "touch asked; " + REPLY);
    DockerConfigCredentials provider = scripts.provider("{\"credsStore\":\"" + name + "\"}");
    assertThatThrownBy(() -> provider.find("ghcr.io", "m"))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("credsStore")
        .hasMessageNotContaining(name);
    assertThat(directory.resolve("asked")).doesNotExist();
  }

  @Test
  void find_searchPathRelative_isNotSearched() throws IOException {
    scripts.write("test", REPLY);
    Path relative = Path.of("").toAbsolutePath().relativize(directory.toAbsolutePath());
    assertThat(new SearchPath(relative.toString()).find("docker-credential-test")).isEmpty();
    assertThat(new SearchPath("::" + relative + ":" + directory).find("docker-credential-test"))
        .contains(directory.resolve("docker-credential-test"));
  }
}
