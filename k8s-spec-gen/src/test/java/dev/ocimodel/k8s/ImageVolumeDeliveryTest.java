package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageVolumeDeliveryTest {

  private static ModelPod pod(ImageVolumeDelivery delivery, int minor) {
    return ModelPod.of("phi-4", GoldenPods.PINNED)
        .withDelivery(delivery)
        .withKubernetesVersion(new KubernetesVersion(minor));
  }

  private static Volume modelVolume(Pod pod) {
    return pod.getSpec().getVolumes().get(0);
  }

  @Test
  void deliver_pinned_pullsByDigestOnce() {
    Volume volume = modelVolume(pod(ModelDelivery.imageVolume(), 36).toPod());

    assertThat(volume.getImage().getReference())
        .isEqualTo("registry.example/models/phi-4@" + GoldenPods.DIGEST);
    assertThat(volume.getImage().getPullPolicy()).isEqualTo("IfNotPresent");
  }

  @Test
  void deliver_tagged_asksTheRegistryEachTime() {
    Volume volume = modelVolume(ModelPod.of("phi-4", GoldenPods.TAGGED).toPod());

    assertThat(volume.getImage().getReference()).isEqualTo("registry.example/models/phi-4:v1");
    assertThat(volume.getImage().getPullPolicy()).isEqualTo("Always");
  }

  @Test
  void deliver_pinned_keepsTheTagInAnAnnotation() {
    assertThat(pod(ModelDelivery.imageVolume(), 36).toPod().getMetadata().getAnnotations())
        .containsEntry("ocimodel.dev/model-reference", GoldenPods.PINNED.toString());
  }

  @Test
  void deliver_before131_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pod(ModelDelivery.imageVolume(), 30).toPod())
        .withMessageContaining("1.30 has no image volumes")
        .withMessageContaining("initContainer()");
  }

  @Test
  void deliver_subPathBefore133_isRefused() {
    ImageVolumeDelivery delivery = ModelDelivery.imageVolume().withSubPath("models");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pod(delivery, 32).toPod())
        .withMessageContaining("1.32 has no sub-path")
        .withMessageContaining("withModelPath(\"models\")");
    assertThat(pod(delivery, 33).toPod()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 32, 33, 34})
  void requirements_gateOffByDefault_demandsItAndACheck(int minor) {
    assertThat(pod(ModelDelivery.imageVolume(), minor).requirements())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("1." + minor, "feature gate ImageVolume", "every kubelet", "phi-4"));
  }

  @ParameterizedTest
  @ValueSource(ints = {35, 36, 37})
  void requirements_gateOnByDefault_asksOnlyForRuntimeArtifactAndDevice(int minor) {
    List<String> lines = pod(ModelDelivery.imageVolume(), minor).requirements();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("containerd 2.1");
    assertThat(lines.get(1)).contains("image with tar layers");
    assertThat(lines.get(2)).contains("1 free nvidia.com/gpu");
  }

  @Test
  void requirements_before133_saysRestrictedRefuses() {
    assertThat(pod(ModelDelivery.imageVolume(), 32).requirements())
        .anyMatch(line -> line.contains("\"restricted\" refuses image volumes"));
    assertThat(pod(ModelDelivery.imageVolume(), 33).requirements())
        .noneMatch(line -> line.contains("restricted"));
  }

  @Test
  void requirements_subPath_asksForNewerContainerd() {
    assertThat(pod(ModelDelivery.imageVolume().withSubPath("models"), 36).requirements())
        .anyMatch(line -> line.contains("containerd 2.2"));
  }

  @Test
  void requirements_tagged_warnsOfMovingTags() {
    assertThat(ModelPod.of("phi-4", GoldenPods.TAGGED).requirements())
        .anyMatch(line -> line.contains("must not move"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/models", "../models", "a/../b", "a//b", "./a", "a/", "a\nb", "$(HOME)"})
  void withModelPath_notBelowTheVolume_isRefused(String path) {
    ImageVolumeDelivery delivery = ModelDelivery.imageVolume();

    assertThatIllegalArgumentException().isThrownBy(() -> delivery.withModelPath(path));
    assertThatIllegalArgumentException().isThrownBy(() -> delivery.withSubPath(path));
  }

  @Test
  void withModelPath_empty_servesTheRoot() {
    Pod pod = pod(ModelDelivery.imageVolume().withModelPath(""), 36).toPod();

    assertThat(pod.getSpec().getContainers().get(0).getArgs().get(0)).isEqualTo("/mnt/model");
  }
}
