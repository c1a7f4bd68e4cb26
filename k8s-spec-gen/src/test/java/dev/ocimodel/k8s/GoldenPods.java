package dev.ocimodel.k8s;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Reference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pods whose YAML is checked in: between them, every branch that changes the output. */
final class GoldenPods {

  static final Reference TAGGED = Reference.parse("registry.example/models/phi-4:v1");
  static final Digest DIGEST = Digest.sha256("phi-4");
  static final Reference PINNED = TAGGED.withDigest(DIGEST);
  static final long PHI_4_BYTES = 29_319_042_992L;

  private GoldenPods() {}

  static Map<String, ModelPod> all() {
    Map<String, ModelPod> pods = new LinkedHashMap<>();
    pods.put("image-volume", ModelPod.of("phi-4", PINNED).withModelSize(PHI_4_BYTES));
    pods.put("image-volume-tag", ModelPod.of("phi-4", TAGGED));
    pods.put("image-volume-two-gpus", imageVolumeTwoGpus());
    pods.put("init-container", initContainer(ModelDelivery.initContainer()));
    pods.put(
        "init-container-credentials",
        initContainer(ModelDelivery.initContainer().withRegistrySecret("registry.example")));
    pods.put("init-container-claim", initContainerClaim());
    return pods;
  }

  private static ModelPod imageVolumeTwoGpus() {
    return ModelPod.of("phi-4", PINNED)
        .withNamespace("models")
        .withDelivery(ModelDelivery.imageVolume().withSubPath("models").withModelPath(""))
        .withServer(
            InferenceServer.vllm()
                .withImage(Reference.parse("registry.example/vllm").withDigest(Digest.sha256("v")))
                .withPort(9000)
                .withServedModelName("microsoft/phi-4")
                .withArguments(List.of("--max-model-len", "8192", "--seed=$(RANDOM)", "yes")))
        .withAccelerator(Accelerator.nvidiaGpus(2).withResource("mig-3g.40gb"))
        .withResources(new ComputeResources(6_500, 40_000_000_000L))
        .withImagePullSecrets(List.of("models", "servers"))
        .withTerminationGrace(Duration.ofMinutes(5))
        .withModelSize(PHI_4_BYTES);
  }

  private static ModelPod initContainer(ModelDelivery delivery) {
    return ModelPod.of("phi-4", PINNED).withDelivery(delivery).withModelSize(PHI_4_BYTES);
  }

  private static ModelPod initContainerClaim() {
    return ModelPod.of("phi-4", PINNED)
        .withGpus(8)
        .withDelivery(
            ModelDelivery.initContainer()
                .withImage(Reference.parse("ghcr.io/oras-project/oras:v1.3.0"))
                .withConcurrency(3)
                .withClaim("phi-4-files"));
  }
}
