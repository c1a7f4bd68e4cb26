package dev.ocimodel.k8s;

import dev.ocimodel.oci.Reference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The init container that runs {@code oras pull}.
 *
 * @param image has oras on its path
 * @param model what to pull
 * @param directory where the files go
 * @param concurrency how many layers at once
 * @param registrySecret the secret to pull with, or null to pull without credentials
 */
record OrasPull(
    Reference image,
    Reference model,
    String directory,
    int concurrency,
    @Nullable String registrySecret) {

  private static final String CREDENTIALS_VOLUME = "registry-credentials";
  private static final String CREDENTIALS_PATH = "/etc/registry-credentials";

  /** The group of the pod may read it, others may not: octal 0440. */
  private static final int CREDENTIALS_MODE = 0440;

  /** The credentials as a file under the name that every Docker-like tool looks for. */
  List<Volume> volumes() {
    if (registrySecret == null) {
      return List.of();
    }
    return List.of(
        new VolumeBuilder()
            .withName(CREDENTIALS_VOLUME)
            .withNewProjected()
            .withDefaultMode(CREDENTIALS_MODE)
            .addNewSource()
            .withNewSecret()
            .withName(registrySecret)
            .addNewItem()
            .withKey(".dockerconfigjson")
            .withPath("config.json")
            .endItem()
            .endSecret()
            .endSource()
            .endProjected()
            .build());
  }

  Container container(VolumeMount modelMount, ByteSize volumeSize) {
    return new ContainerBuilder()
        .withName("model-puller")
        .withImage(ImagePull.text(image))
        .withImagePullPolicy(ImagePull.policy(image))
        .withCommand("oras", "pull")
        .withArgs(
            ImagePull.text(model),
            "--output",
            directory,
            "--concurrency",
            Integer.toString(concurrency))
        .withEnv(environment())
        .withResources(resources(volumeSize))
        .withSecurityContext(RestrictedSecurity.container())
        .withVolumeMounts(mounts(modelMount))
        .build();
  }

  private List<EnvVar> environment() {
    List<EnvVar> environment = new ArrayList<>();
    environment.add(new EnvVar("HOME", ScratchVolume.TMP.path(), null));
    if (registrySecret != null) {
      environment.add(new EnvVar("DOCKER_CONFIG", CREDENTIALS_PATH, null));
    }
    return environment;
  }

  private List<VolumeMount> mounts(VolumeMount modelMount) {
    List<VolumeMount> mounts = new ArrayList<>(List.of(modelMount, ScratchVolume.TMP.mount()));
    if (registrySecret != null) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(CREDENTIALS_VOLUME)
              .withMountPath(CREDENTIALS_PATH)
              .withReadOnly(true)
              .build());
    }
    return mounts;
  }

  private static ResourceRequirements resources(ByteSize volumeSize) {
    Quantity memory = ByteSize.ofGiB(1).toQuantity();
    Quantity storage = EphemeralStorage.of(volumeSize, ScratchVolume.TMP.size());
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity("2"))
        .addToRequests("ephemeral-storage", storage)
        .addToRequests("memory", memory)
        .addToLimits("ephemeral-storage", storage)
        .addToLimits("memory", memory)
        .build();
  }
}
