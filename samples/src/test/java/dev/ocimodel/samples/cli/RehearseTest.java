package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does before anything else, and that it is not in anybody's way. */
class RehearseTest {

  @Test
  void rehearse_runsEveryFlowAndLeavesNothing(@TempDir Path temporary) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Ocimodel.class.getName(),
                "rehearse")
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("error");
    }
    assertThat(process.waitFor()).isZero();
    assertThat(left(temporary)).isEmpty();
  }

  private static List<Path> left(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith("ocimodel")).toList();
    }
  }

  @Test
  void help_hasEveryCommandButTheRehearsal() {
    String help = CommandRun.of("--help").assertDone().out();
    assertThat(help).contains("pack", "copy", "pull", "login", "demo").doesNotContain("rehearse");
  }

  /** Only the one that is meant is looked at, and fails as it would among all of them. */
  @Test
  void commandLine_knownFirstArgument_hasThatCommandOnly() {
    assertThat(Ocimodel.commandLine("copy", "a", "b").getSubcommands()).containsOnlyKeys("copy");
    assertThat(Ocimodel.commandLine("--debug", "copy").getSubcommands())
        .containsKeys("copy", "pull");
    assertThat(Ocimodel.commandLine("coppy").getSubcommands()).containsKeys("copy", "pull");
  }
}
