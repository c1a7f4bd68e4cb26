package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;

/** Requests and limits of the server's container. */
final class ServerResources {

  private ServerResources() {}

  static ResourceRequirements of(PodSettings settings, DeliveredModel model) {
    ComputeResources compute = settings.resourcesOrDefault();
    Quantity memory = new ByteSize(compute.memoryBytes()).toQuantity();
    Quantity storage =
        EphemeralStorage.of(
            model.ephemeralStorage(), ScratchVolume.TMP.size(), ScratchVolume.CACHE.size());
    Quantity devices = new Quantity(Integer.toString(settings.accelerator.count()));
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", cpu(compute.cpuMillis()))
        .addToRequests("ephemeral-storage", storage)
        .addToRequests("memory", memory)
        .addToRequests(settings.accelerator.resourceName(), devices)
        .addToLimits("ephemeral-storage", storage)
        .addToLimits("memory", memory)
        .addToLimits(settings.accelerator.resourceName(), devices)
        .build();
  }

  private static Quantity cpu(long millis) {
    return new Quantity(millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m");
  }
}
