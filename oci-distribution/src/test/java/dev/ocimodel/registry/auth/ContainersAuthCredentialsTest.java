package dev.ocimodel.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The search order of containers-auth.json.5. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ContainersAuthCredentialsTest {

  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void setHome() {
    environment.put("HOME", home.toString());
    environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
  }

  private static String entry(String key, String user) {
    return "\"" + key + "\":{\"username\":\"" + user + "\",\"password\":\"p\"}";
  }

  private void write(String path, String... entries) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "{\"auths\":{" + String.join(",", entries) + "}}");
  }

  private Optional<String> user(String registry, String repository) {
    return ContainersAuthCredentials.of(environment)
        .find(registry, repository)
        .map(found -> ((Credentials.Basic) found).username());
  }

  @Test
  void find_everyPlace_theFirstThatKnowsTheRegistry() throws IOException {
    Files.writeString(home.resolve(".dockercfg"), "{" + entry("ghcr.io", "legacy") + "}");
    assertThat(user("ghcr.io", "m")).contains("legacy");
    write(".docker/config.json", entry("ghcr.io", "docker"));
    assertThat(user("ghcr.io", "m")).contains("docker");
    write(".config/containers/auth.json", entry("ghcr.io", "config"));
    assertThat(user("ghcr.io", "m")).contains("config");
    write("run/containers/auth.json", entry("ghcr.io", "runtime"));
    assertThat(user("ghcr.io", "m")).contains("runtime");
    write("run/containers/auth.json", entry("quay.io", "runtime"));
    assertThat(user("ghcr.io", "m")).contains("config");
    environment.put("XDG_CONFIG_HOME", home.resolve("none").toString());
    assertThat(user("ghcr.io", "m")).contains("docker");
  }

  @Test
  void find_authFileVariable_thatFileAlone() throws IOException {
    write(".docker/config.json", entry("ghcr.io", "docker"));
    write("own.json", entry("quay.io", "own"));
    environment.put("REGISTRY_AUTH_FILE", home.resolve("own.json").toString());
    assertThat(user("quay.io", "m")).contains("own");
    assertThat(user("ghcr.io", "m")).isEmpty();
  }

  @Test
  void find_namespacedKeys_theLongestWins() throws IOException {
    write(
        "run/containers/auth.json",
        entry("quay.io", "host"),
        entry("quay.io/team", "team"),
        entry("quay.io/team/models/phi", "repository"));
    assertThat(user("quay.io", "team/models/phi")).contains("repository");
    assertThat(user("quay.io", "team/models/phi-4")).contains("team");
    assertThat(user("quay.io", "teams/x")).contains("host");
  }

  @Test
  void find_nothingAnywhere_isEmpty() {
    assertThat(user("ghcr.io", "m")).isEmpty();
    assertThat(ContainersAuthCredentials.of(environment).files()).hasSize(4);
  }

  @Test
  void environment_boundToARegistry_goesNowhereElse() {
    Map<String, String> variables =
        Map.of(
            "OCIMODEL_REGISTRY", "ghcr.io",
            "OCIMODEL_USERNAME", "u",
            "OCIMODEL_PASSWORD", "p");
    CredentialsProvider bound = EnvironmentCredentials.of(variables, null);
    assertThat(bound.find("ghcr.io", "m")).contains(Credentials.basic("u", "p"));
    assertThat(bound.find("ghcr.io:5000", "m")).isEmpty();
    assertThat(bound.find("evil.example", "m")).isEmpty();
    assertThat(EnvironmentCredentials.of(variables, "evil.example").find("evil.example", "m"))
        .isEmpty();
  }

  @Test
  void environment_boundInCode() {
    CredentialsProvider given =
        EnvironmentCredentials.of(Map.of("OCIMODEL_TOKEN", "t"), "localhost:5000");
    assertThat(given.find("localhost:5000", "m")).contains(Credentials.registryToken("t"));
    assertThat(given.find("ghcr.io", "m")).isEmpty();
    assertThat(EnvironmentCredentials.of(Map.of(), null).find("ghcr.io", "m")).isEmpty();
  }

  @Test
  void environment_secretForNobodyOrHalfAPair_refusedWithoutShowingIt() {
    for (Map<String, String> variables :
        List.<Map<String, String>>of(
            Map.of("OCIMODEL_USERNAME", "u", "OCIMODEL_PASSWORD", "CANARY"),
            Map.of("OCIMODEL_TOKEN", "CANARY"),
            Map.of("OCIMODEL_REGISTRY", "ghcr.io", "OCIMODEL_PASSWORD", "CANARY"),
            Map.of("OCIMODEL_REGISTRY", "ghcr.io", "OCIMODEL_USERNAME", "CANARY"),
            Map.of(
                "OCIMODEL_REGISTRY",
                "r.io",
                "OCIMODEL_TOKEN",
                "CANARY",
                "OCIMODEL_PASSWORD",
                "x"))) {
      assertThatThrownBy(() -> EnvironmentCredentials.of(variables, null))
          .isInstanceOf(InvalidContentException.class)
          .hasMessageContaining("OCIMODEL_")
          .hasMessageNotContaining("CANARY");
    }
  }
}
