package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every pod, whatever the settings: each rule is asked of all golden pods. */
class PodRulesTest {

  static Stream<Pod> pods() {
    return GoldenPods.all().values().stream().map(ModelPod::toPod);
  }

  static Stream<Container> containers() {
    return pods().flatMap(PodRulesTest::containersOf);
  }

  private static Stream<Container> containersOf(Pod pod) {
    return Stream.concat(
        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toPod_podSecurity_isRestricted(Pod pod) {
    PodSecurityContext security = pod.getSpec().getSecurityContext();

    assertThat(security.getRunAsNonRoot()).isTrue();
    assertThat(security.getRunAsUser()).isPositive();
    assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(security.getFsGroup()).isPositive();
    assertThat(security.getFsGroupChangePolicy()).isEqualTo("OnRootMismatch");
    assertThat(pod.getSpec().getHostNetwork()).isNull();
    assertThat(pod.getSpec().getHostPID()).isNull();
    assertThat(pod.getSpec().getHostIPC()).isNull();
    assertThat(pod.getSpec().getVolumes()).allMatch(volume -> volume.getHostPath() == null);
  }

  @ParameterizedTest
  @MethodSource("containers")
  void toPod_containerSecurity_isRestrictedAndReadOnly(Container container) {
    var security = container.getSecurityContext();

    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isEmpty();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getPrivileged()).isNull();
    assertThat(security.getRunAsUser()).isNull();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toPod_identity_givesNothingAway(Pod pod) {
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
    assertThat(containersOf(pod).flatMap(container -> container.getEnv().stream()))
        .extracting(EnvVar::getValueFrom)
        .containsOnlyNulls();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toPod_volumes_haveOneSourceAndOneName(Pod pod) {
    List<Volume> volumes = pod.getSpec().getVolumes();

    assertThat(volumes).extracting(Volume::getName).doesNotHaveDuplicates();
    assertThat(volumes).allMatch(volume -> sources(volume) == 1);
    assertThat(volumes)
        .filteredOn(volume -> volume.getEmptyDir() != null)
        .allMatch(volume -> volume.getEmptyDir().getSizeLimit() != null);
  }

  private static long sources(Volume volume) {
    return Stream.of(
            volume.getImage(),
            volume.getEmptyDir(),
            volume.getPersistentVolumeClaim(),
            volume.getProjected())
        .filter(Objects::nonNull)
        .count();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toPod_mounts_nameVolumesOfThePod(Pod pod) {
    List<String> volumes = pod.getSpec().getVolumes().stream().map(Volume::getName).toList();

    assertThat(containersOf(pod))
        .allSatisfy(
            container -> {
              List<VolumeMount> mounts = container.getVolumeMounts();
              assertThat(mounts).extracting(VolumeMount::getName).isSubsetOf(volumes);
              assertThat(mounts).extracting(VolumeMount::getMountPath).doesNotHaveDuplicates();
            });
    assertThat(
            containersOf(pod)
                .flatMap(container -> container.getVolumeMounts().stream())
                .map(VolumeMount::getName))
        .containsAll(volumes);
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toPod_server_mountsTheModelReadOnly(Pod pod) {
    assertThat(pod.getSpec().getContainers())
        .singleElement()
        .satisfies(
            server ->
                assertThat(server.getVolumeMounts())
                    .filteredOn(mount -> mount.getName().equals("model"))
                    .singleElement()
                    .satisfies(mount -> assertThat(mount.getReadOnly()).isTrue()));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void toPod_pullPolicy_followsThePin(Container container) {
    String expected = container.getImage().contains("@sha256:") ? "IfNotPresent" : "Always";

    assertThat(container.getImagePullPolicy()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("containers")
  void toPod_limits_equalRequestsExceptProcessor(Container container) {
    Map<String, Quantity> requests = container.getResources().getRequests();
    Map<String, Quantity> limits = container.getResources().getLimits();

    assertThat(requests).containsAllEntriesOf(limits);
    assertThat(requests).containsKeys("cpu", "memory", "ephemeral-storage");
    assertThat(limits).doesNotContainKey("cpu").containsKeys("memory", "ephemeral-storage");
    assertThat(requests.values()).allMatch(quantity -> quantity.getNumericalAmount().signum() > 0);
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toPod_ephemeralStorage_holdsEveryVolumeOnDisk(Pod pod) {
    long volumes =
        pod.getSpec().getVolumes().stream()
            .filter(volume -> volume.getEmptyDir() != null)
            .filter(volume -> volume.getEmptyDir().getMedium() == null)
            .mapToLong(volume -> bytes(volume.getEmptyDir().getSizeLimit()))
            .sum();

    assertThat(pod.getSpec().getContainers())
        .singleElement()
        .satisfies(
            server ->
                assertThat(server.getResources().getLimits())
                    .hasEntrySatisfying(
                        "ephemeral-storage",
                        limit -> assertThat(bytes(limit)).isGreaterThan(volumes)));
  }

  private static long bytes(Quantity quantity) {
    return quantity.getNumericalAmount().longValueExact();
  }
}
