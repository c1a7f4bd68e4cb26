package dev.ocimodel.k8s;

import dev.ocimodel.oci.Reference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a {@link ModelPod} was told. Its fields change only while a new {@code ModelPod} is
 * being made of another; after that it is never written again.
 */
final class PodSettings {

  final String name;
  final Reference model;
  @Nullable String namespace;
  KubernetesVersion version = KubernetesVersion.DEFAULT;
  ModelDelivery delivery = ModelDelivery.imageVolume();
  InferenceServer server = InferenceServer.vllm();
  Accelerator accelerator = Accelerator.nvidiaGpus(1);
  @Nullable ComputeResources resources;
  @Nullable ByteSize modelSize;
  List<String> imagePullSecrets = List.of();
  Duration terminationGrace = Duration.ofMinutes(2);

  PodSettings(String name, Reference model) {
    this.name = name;
    this.model = model;
  }

  PodSettings copy() {
    PodSettings copy = new PodSettings(name, model);
    copy.namespace = namespace;
    copy.version = version;
    copy.delivery = delivery;
    copy.server = server;
    copy.accelerator = accelerator;
    copy.resources = resources;
    copy.modelSize = modelSize;
    copy.imagePullSecrets = imagePullSecrets;
    copy.terminationGrace = terminationGrace;
    return copy;
  }

  /** The processor and memory that were asked for, or enough for the usual model on these GPUs. */
  ComputeResources resourcesOrDefault() {
    ComputeResources asked = resources;
    if (asked != null) {
      return asked;
    }
    long count = accelerator.count();
    ByteSize memory = ByteSize.ofGiB(8 + 8 * count).plus(SharedMemory.size(accelerator));
    return new ComputeResources(4_000 * count, memory.bytes());
  }
}
