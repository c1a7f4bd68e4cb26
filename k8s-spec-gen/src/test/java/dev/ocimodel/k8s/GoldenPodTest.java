package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our YAML is what was reviewed. {@code -Dgolden.update=true} writes the files anew. */
class GoldenPodTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  @BeforeAll
  static void update_whenAsked() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      for (Map.Entry<String, ModelPod> pod : GoldenPods.all().entrySet()) {
        Files.writeString(GOLDEN.resolve(pod.getKey() + ".yaml"), pod.getValue().toYaml());
      }
    }
  }

  static Stream<Map.Entry<String, ModelPod>> pods() {
    return GoldenPods.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toYaml_everyGoldenPod_hasItsBytes(Map.Entry<String, ModelPod> pod) throws IOException {
    Path file = GOLDEN.resolve(pod.getKey() + ".yaml");

    assertThat(file).content().isEqualTo(pod.getValue().toYaml());
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toYaml_calledAgain_givesTheSameBytes(Map.Entry<String, ModelPod> pod) {
    String first = pod.getValue().toYaml();

    assertThat(GoldenPods.all())
        .hasEntrySatisfying(pod.getKey(), made -> assertThat(made.toYaml()).isEqualTo(first));
  }

  @Test
  void all_goldenFolder_hasNoOtherFiles() throws IOException {
    List<String> expected = GoldenPods.all().keySet().stream().map(n -> n + ".yaml").toList();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
