package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VllmServerTest {

  private static Container container(VllmServer server) {
    return ModelPod.of("phi-4", GoldenPods.PINNED)
        .withServer(server)
        .withGpus(2)
        .toPod()
        .getSpec()
        .getContainers()
        .get(0);
  }

  @Test
  void container_defaults_sayEverythingExplicitly() {
    assertThat(container(InferenceServer.vllm()).getArgs())
        .containsExactly(
            "/mnt/model/models",
            "--served-model-name",
            "phi-4",
            "--host",
            "0.0.0.0",
            "--port",
            "8000",
            "--tensor-parallel-size",
            "2");
  }

  @Test
  void container_environment_isOfflineAndWritesOnlyToScratch() {
    List<EnvVar> environment = container(InferenceServer.vllm()).getEnv();

    assertThat(environment)
        .contains(new EnvVar("HF_HUB_OFFLINE", "1", null))
        .contains(new EnvVar("TRANSFORMERS_OFFLINE", "1", null));
    assertThat(environment)
        .filteredOn(variable -> variable.getName().matches("HOME|.*_HOME|.*_ROOT|.*_DIR"))
        .hasSizeGreaterThan(5)
        .allMatch(variable -> variable.getValue().startsWith("/cache"));
  }

  @Test
  void withPort_portAndProbes_follow() {
    Container container = container(InferenceServer.vllm().withPort(9000));

    assertThat(container.getPorts().get(0).getContainerPort()).isEqualTo(9000);
    assertThat(container.getArgs()).containsSequence("--port", "9000");
    assertThat(
            List.of(
                container.getStartupProbe(),
                container.getReadinessProbe(),
                container.getLivenessProbe()))
        .allMatch(
            probe ->
                probe
                    .getHttpGet()
                    .getPort()
                    .getStrVal()
                    .equals(container.getPorts().get(0).getName()));
  }

  @Test
  void withArguments_dollarParenthesis_staysLiteral() {
    Container container =
        container(InferenceServer.vllm().withArguments(List.of("--chat-template", "$(x) $y")));

    assertThat(container.getArgs()).endsWith("--chat-template", "$$(x) $y");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 80, 1023, 65_536})
  void withPort_notForOrdinaryUsers_isRefused(int port) {
    assertThatIllegalArgumentException().isThrownBy(() -> InferenceServer.vllm().withPort(port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "--api-key"})
  void withServedModelName_notAName_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InferenceServer.vllm().withServedModelName(name));
  }
}
