package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPodTest {

  private static final ModelPod POD = ModelPod.of("phi-4", GoldenPods.PINNED);

  private static int startupSeconds(Pod pod) {
    var probe = pod.getSpec().getContainers().get(0).getStartupProbe();
    return probe.getPeriodSeconds() * probe.getFailureThreshold();
  }

  @Test
  void with_anything_leavesTheOriginalAlone() {
    String before = POD.toYaml();

    POD.withGpus(4).withNamespace("models").withImagePullSecrets(List.of("s")).withModelSize(1);

    assertThat(POD.toYaml()).isEqualTo(before);
  }

  @Test
  void toPod_edited_leavesTheOriginalAlone() {
    String before = POD.toYaml();

    POD.toPod().getSpec().getVolumes().clear();

    assertThat(POD.toYaml()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"1, 610", "30000000000, 900", "140000000000, 2000", "700000000000, 7600"})
  void withModelSize_startupBudget_grows(long bytes, int seconds) {
    assertThat(startupSeconds(POD.withModelSize(bytes).toPod())).isBetween(seconds - 10, seconds);
  }

  @Test
  void toPod_sizeUnknown_allowsHalfAnHour() {
    assertThat(startupSeconds(POD.toPod())).isEqualTo(1800);
  }

  @Test
  void toPod_oneGpu_keepsTheRuntimesSharedMemory() {
    assertThat(POD.toPod().getSpec().getVolumes())
        .noneMatch(volume -> volume.getName().equals("dshm"));
  }

  @Test
  void toPod_manyGpus_mountsSharedMemoryWithinTheMemoryLimit() {
    Pod pod = POD.withGpus(8).toPod();

    assertThat(pod.getSpec().getVolumes())
        .filteredOn(volume -> volume.getName().equals("dshm"))
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.getEmptyDir().getMedium()).isEqualTo("Memory");
              assertThat(volume.getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("8Gi"));
            });
    assertThat(pod.getSpec().getContainers().get(0).getResources().getLimits())
        .containsEntry("nvidia.com/gpu", new Quantity("8"))
        .containsEntry("memory", new Quantity("80Gi"));
  }

  @Test
  void toPod_tolerations_leaveValueAndEffectOpen() {
    assertThat(POD.toPod().getSpec().getTolerations())
        .singleElement()
        .satisfies(
            toleration -> {
              assertThat(toleration.getKey()).isEqualTo("nvidia.com/gpu");
              assertThat(toleration.getOperator()).isEqualTo("Exists");
              assertThat(toleration.getEffect()).isNull();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Phi-4", "phi.4", "-phi", "phi-", "phi_4", "phi 4"})
  void of_notALabel_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelPod.of(name, GoldenPods.PINNED))
        .withMessageContaining("RFC 1123");
    assertThatIllegalArgumentException().isThrownBy(() -> POD.withNamespace(name));
  }

  @Test
  void of_label64Long_isRefused() {
    assertThat(ModelPod.of("a".repeat(63), GoldenPods.PINNED)).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelPod.of("a".repeat(64), GoldenPods.PINNED));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65})
  void withGpus_outOfRange_isRefused(int count) {
    assertThatIllegalArgumentException().isThrownBy(() -> POD.withGpus(count));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "-a", "a b"})
  void withResource_notAName_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Accelerator.nvidiaGpus(1).withResource(name));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, Long.MAX_VALUE})
  void withModelSize_outOfRange_isRefused(long bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> POD.withModelSize(bytes));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 1", "1, -1"})
  void computeResources_notPositive_isRefused(long cpuMillis, long memoryBytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ComputeResources(cpuMillis, memoryBytes));
  }

  @Test
  void withTerminationGrace_outOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POD.withTerminationGrace(Duration.ofMillis(999)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POD.withTerminationGrace(Duration.ofDays(2)));
  }

  @Test
  void withImagePullSecrets_notAName_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POD.withImagePullSecrets(List.of("good", "Not Good")))
        .withMessageContaining("Not Good");
  }
}
