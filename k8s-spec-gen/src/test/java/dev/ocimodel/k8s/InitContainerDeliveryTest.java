package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitContainerDeliveryTest {

  private static final long GIB = 1L << 30;

  private static ModelPod pod(InitContainerDelivery delivery) {
    return ModelPod.of("phi-4", GoldenPods.PINNED)
        .withDelivery(delivery)
        .withModelSize(GoldenPods.PHI_4_BYTES);
  }

  private static Container puller(Pod pod) {
    return pod.getSpec().getInitContainers().get(0);
  }

  private static Container server(Pod pod) {
    return pod.getSpec().getContainers().get(0);
  }

  @Test
  void deliver_emptyDir_pullsWhereTheServerReads() {
    Pod pod = pod(ModelDelivery.initContainer()).toPod();

    assertThat(puller(pod).getCommand()).containsExactly("oras", "pull");
    assertThat(puller(pod).getArgs())
        .startsWith("registry.example/models/phi-4@" + GoldenPods.DIGEST)
        .containsSequence("--output", "/mnt/model");
    assertThat(server(pod).getArgs()).startsWith("/mnt/model");
    assertThat(puller(pod).getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("model"))
        .extracting(VolumeMount::getMountPath, VolumeMount::getReadOnly)
        .containsExactly(tuple("/mnt/model", null));
  }

  @ParameterizedTest
  @CsvSource({"1, 2Gi", "1073741824, 2Gi", "10737418240, 11Gi", "21474836480, 22Gi"})
  void deliver_emptyDir_hasHeadroom(long modelBytes, String limit) {
    Pod pod = pod(ModelDelivery.initContainer()).withModelSize(modelBytes).toPod();

    assertThat(pod.getSpec().getVolumes().get(0).getEmptyDir().getSizeLimit())
        .isEqualTo(new Quantity(limit));
  }

  @Test
  void deliver_sizeUnknown_saysWhatToGive() {
    ModelPod pod =
        ModelPod.of("phi-4", GoldenPods.PINNED).withDelivery(ModelDelivery.initContainer());

    assertThatIllegalArgumentException()
        .isThrownBy(pod::toPod)
        .withMessageContaining("withModelSize(bytes)")
        .withMessageContaining("withClaim(name)");
  }

  @Test
  void deliver_claim_keepsVersionsApart() {
    InitContainerDelivery delivery = ModelDelivery.initContainer().withClaim("phi-4-files");
    Pod pod = ModelPod.of("phi-4", GoldenPods.PINNED).withDelivery(delivery).toPod();
    String path = "/mnt/model/" + GoldenPods.DIGEST.toString().replace(':', '-');

    assertThat(puller(pod).getArgs()).containsSequence("--output", path);
    assertThat(server(pod).getArgs()).startsWith(path);
    assertThat(pod.getSpec().getVolumes().get(0).getPersistentVolumeClaim().getClaimName())
        .isEqualTo("phi-4-files");
  }

  @Test
  void deliver_claimAndTag_isRefused() {
    ModelPod pod =
        ModelPod.of("phi-4", GoldenPods.TAGGED)
            .withDelivery(ModelDelivery.initContainer().withClaim("phi-4-files"));

    assertThatIllegalArgumentException()
        .isThrownBy(pod::toPod)
        .withMessageContaining("registry.example/models/phi-4:v1")
        .withMessageContaining("by digest");
  }

  @Test
  void deliver_registrySecret_reachesOnlyThePullerAsAFile() {
    Pod pod = pod(ModelDelivery.initContainer().withRegistrySecret("regcred")).toPod();
    Volume credentials = pod.getSpec().getVolumes().get(1);
    var secret = credentials.getProjected().getSources().get(0).getSecret();

    assertThat(secret.getName()).isEqualTo("regcred");
    assertThat(secret.getItems().get(0).getKey()).isEqualTo(".dockerconfigjson");
    assertThat(secret.getItems().get(0).getPath()).isEqualTo("config.json");
    assertThat(credentials.getProjected().getDefaultMode()).isEqualTo(0440);
    assertThat(puller(pod).getEnv())
        .contains(new EnvVar("DOCKER_CONFIG", "/etc/registry-credentials", null));
    assertThat(puller(pod).getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals(credentials.getName()))
        .singleElement()
        .satisfies(mount -> assertThat(mount.getReadOnly()).isTrue());
    assertThat(server(pod).getVolumeMounts())
        .extracting(VolumeMount::getName)
        .doesNotContain(credentials.getName());
  }

  @Test
  void deliver_oldKubernetes_isFine() {
    ModelPod pod =
        pod(ModelDelivery.initContainer()).withKubernetesVersion(new KubernetesVersion(28));

    assertThat(pod.toPod()).isNotNull();
    assertThat(pod.requirements()).noneMatch(line -> line.contains("feature gate"));
  }

  @Test
  void requirements_noSecret_saysHowToGiveOne() {
    assertThat(pod(ModelDelivery.initContainer()).requirements())
        .anyMatch(line -> line.contains("without credentials") && line.contains("registry.example"))
        .anyMatch(line -> line.contains("raw files"))
        .anyMatch(line -> line.contains("31Gi"));
  }

  @Test
  void requirements_secretAndClaim_namesBoth() {
    InitContainerDelivery delivery =
        ModelDelivery.initContainer().withRegistrySecret("regcred").withClaim("phi-4-files");

    assertThat(pod(delivery).requirements())
        .anyMatch(line -> line.contains("regcred"))
        .anyMatch(line -> line.contains("PersistentVolumeClaim phi-4-files"));
  }

  @Test
  void withModelSize_huge_isRefused() {
    ModelPod pod = pod(ModelDelivery.initContainer());

    assertThatIllegalArgumentException().isThrownBy(() -> pod.withModelSize(GIB << 21));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Upper", "a_b", "-a", "a-", "a..b", "a/b"})
  void withRegistrySecret_notAName_isRefused(String name) {
    InitContainerDelivery delivery = ModelDelivery.initContainer();

    assertThatIllegalArgumentException().isThrownBy(() -> delivery.withRegistrySecret(name));
    assertThatIllegalArgumentException().isThrownBy(() -> delivery.withClaim(name));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65})
  void withConcurrency_outOfRange_isRefused(int layers) {
    InitContainerDelivery delivery = ModelDelivery.initContainer();

    assertThatIllegalArgumentException().isThrownBy(() -> delivery.withConcurrency(layers));
  }
}
