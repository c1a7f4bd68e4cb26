package dev.ocimodel.registry.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directory is a registry's. */
class HostsDirectoryTest {

  @TempDir Path root;

  private void hosts(String directory, String mirror) throws IOException {
    Files.createDirectories(root.resolve(directory));
    Files.writeString(
        root.resolve(directory).resolve("hosts.toml"), "[host.\"https://" + mirror + "\"]\n");
  }

  private Optional<String> mirrorOf(String registry) {
    return HostsDirectory.of(root)
        .find(registry, "https://" + registry)
        .map(hosts -> hosts.mirrors().get(0).url().getHost());
  }

  @Test
  void find_severalDirectories_theMostExactDecides() throws IOException {
    hosts("_default", "default");
    hosts("registry.example", "plain");
    hosts("registry.example:5000", "colon");
    hosts("registry.example_5000_", "underscores");
    assertThat(mirrorOf("registry.example:5000")).contains("underscores");
    Files.move(root.resolve("registry.example_5000_"), root.resolve("elsewhere"));
    assertThat(mirrorOf("registry.example:5000")).contains("colon");
    assertThat(mirrorOf("Registry.Example")).contains("plain");
    assertThat(mirrorOf("registry.example:5001")).contains("default");
    assertThat(mirrorOf("[::1]:5000")).contains("default");
  }

  @Test
  void find_nothingThere_empty() {
    assertThat(mirrorOf("registry.example")).isEmpty();
    assertThat(HostsDirectory.of(root.resolve("absent")).find("r", "https://r")).isEmpty();
  }

  @Test
  void find_nameThatLeadsElsewhere_isNoDirectoryOfOurs() throws IOException {
    hosts("inner/registry", "inner");
    for (String name : new String[] {"../inner/registry", "inner/registry", "..", ".", ""}) {
      assertThat(HostsDirectory.of(root).find(name, "https://r")).isEmpty();
    }
  }

  @Test
  void find_certificatesOnly_areForTheRegistryItself() throws IOException {
    Path directory = Files.createDirectories(root.resolve("registry.example_5000_"));
    Files.writeString(directory.resolve("ca.crt"), "");
    RegistryHosts found =
        HostsDirectory.of(root)
            .find("registry.example:5000", "https://registry.example:5000")
            .orElseThrow();
    assertThat(found.mirrors()).isEmpty();
    assertThat(found.inOrder("https://unused").get(0).tls().authorities())
        .containsExactly(directory.resolve("ca.crt"));
  }

  @Test
  void find_emptyDirectory_hidesTheDefault() throws IOException {
    hosts("_default", "default");
    Files.createDirectories(root.resolve("registry.example"));
    assertThat(mirrorOf("registry.example")).isEmpty();
  }

  @Test
  void find_brokenFile_isNotPassedOver() throws IOException {
    Path directory = Files.createDirectories(root.resolve("registry.example"));
    Files.writeString(directory.resolve("hosts.toml"), "server = ");
    assertThatThrownBy(() -> mirrorOf("registry.example"))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining(directory.resolve("hosts.toml").toString());
  }
}
