package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

class PodYamlTest {

  static Stream<Map.Entry<String, ModelPod>> pods() {
    return GoldenPods.all().entrySet().stream();
  }

  private static Pod labelled(String value) {
    return new PodBuilder().withNewMetadata().addToLabels("key", value).endMetadata().build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "y", "No", "ON", "true", "null", "~", "1", "1.36", "1_000", "1:30", "0x1f", "0440",
        "1e3", ".5", ".inf", "-1", "-", "---", "a: b", "a #b", "#a", "*a", "&a", "!a", "%a", "@a",
        "`a", "'a", "\"a", "[a", "{a", "|", ">", "a:", "=", "<<", "2026-11-24", "é"
      })
  void render_notAPlainWord_isQuoted(String value) {
    String yaml = PodYaml.render(labelled(value));

    assertThat(yaml).contains("key: \"");
    assertThat(new YAMLMapper().readValue(yaml, Pod.class)).isEqualTo(labelled(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phi-4",
        "/mnt/model",
        "--host",
        "registry.example:5000/a/b@sha256:0f",
        "ALL",
        "x"
      })
  void render_plainWord_isNotQuoted(String value) {
    assertThat(PodYaml.render(labelled(value))).contains("key: " + value + "\n");
  }

  @Test
  void render_severalLines_areABlock() {
    String yaml = PodYaml.render(labelled("a\nb: c"));

    assertThat(yaml).contains("key: |-\n      a\n      b: c\n");
    assertThat(new YAMLMapper().readValue(yaml, Pod.class)).isEqualTo(labelled("a\nb: c"));
  }

  @ParameterizedTest
  @MethodSource("pods")
  void render_readBack_isTheSamePod(Map.Entry<String, ModelPod> pod) {
    Pod made = pod.getValue().toPod();

    assertThat(new YAMLMapper().readValue(PodYaml.render(made), Pod.class)).isEqualTo(made);
  }

  @Test
  void render_unsetFields_areLeftOut() {
    assertThat(ModelPod.of("phi-4", GoldenPods.PINNED).toYaml())
        .startsWith("apiVersion: v1\nkind: Pod\nmetadata:\n")
        .doesNotContain("null", "status", "additionalProperties", "creationTimestamp", "{}", "[]")
        .doesNotContain("\r");
  }
}
