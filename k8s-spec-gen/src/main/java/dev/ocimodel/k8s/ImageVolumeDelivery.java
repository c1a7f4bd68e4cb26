package dev.ocimodel.k8s;

import dev.ocimodel.oci.Reference;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * The model as a Kubernetes image volume (KEP-4639): pulled, kept and removed by the node like a
 * container image, shared by all its pods, always read-only. Immutable.
 *
 * <p>Needs Kubernetes 1.31. The feature gate {@code ImageVolume} is off by default before 1.35, and
 * with the gate off an API server drops the volume <em>and its mount</em> without an error, so the
 * pod starts without a model: {@link ModelPod#requirements()} says what to switch on and how to
 * check.
 *
 * <p>What is mounted must be an image with tar layers, as the {@code multilayer-tar-zstd} preset
 * makes it. Only CRI-O also mounts an artifact of raw files, and then at the root of the volume:
 * use {@link #withModelPath withModelPath("")}. The kubelet pulls with the pod's {@code
 * imagePullSecrets}.
 */
public final class ImageVolumeDelivery extends ModelDelivery {

  static final ImageVolumeDelivery DEFAULT = new ImageVolumeDelivery("models", "");

  private static final KubernetesVersion FIRST = new KubernetesVersion(31);
  private static final KubernetesVersion FIRST_WITH_SUB_PATH = new KubernetesVersion(33);
  private static final KubernetesVersion FIRST_IN_RESTRICTED = new KubernetesVersion(33);
  private static final KubernetesVersion FIRST_ON_BY_DEFAULT = new KubernetesVersion(35);

  private final String modelPath;
  private final String subPath;

  private ImageVolumeDelivery(String modelPath, String subPath) {
    this.modelPath = modelPath;
    this.subPath = subPath;
  }

  /**
   * Sets the directory inside the volume that has the model's files; {@code models} unless said
   * otherwise, empty for the root of what is mounted. The whole volume stays mounted.
   *
   * @throws IllegalArgumentException if it is absolute or has an empty or {@code ..} segment
   */
  public ImageVolumeDelivery withModelPath(String directory) {
    return new ImageVolumeDelivery(RelativePath.check("model path", directory), subPath);
  }

  /**
   * Mounts only one directory of the image. Needs Kubernetes 1.33 and containerd 2.2: containerd
   * 2.1 mounts the root instead. A directory that is missing fails the container. The model path is
   * then below this directory.
   *
   * @throws IllegalArgumentException if it is absolute or has an empty or {@code ..} segment
   */
  public ImageVolumeDelivery withSubPath(String directory) {
    return new ImageVolumeDelivery(modelPath, RelativePath.check("sub-path", directory));
  }

  @Override
  DeliveredModel deliver(PodSettings settings) {
    checkVersion(settings.version);
    return new DeliveredModel(
        RelativePath.resolve(MOUNT_PATH, modelPath),
        mount(),
        List.of(volume(settings.model)),
        List.of(),
        ByteSize.ZERO,
        requirements(settings));
  }

  private void checkVersion(KubernetesVersion version) {
    if (version.isBefore(FIRST)) {
      throw new IllegalArgumentException(
          "Kubernetes "
              + version
              + " has no image volumes (it would mount an empty directory): use "
              + FIRST
              + " or later, or ModelDelivery.initContainer()");
    }
    if (!subPath.isEmpty() && version.isBefore(FIRST_WITH_SUB_PATH)) {
      throw new IllegalArgumentException(
          "Kubernetes "
              + version
              + " has no sub-path of image volumes: use "
              + FIRST_WITH_SUB_PATH
              + " or later, or withModelPath(\""
              + subPath
              + "\") and no sub-path");
    }
  }

  private static Volume volume(Reference model) {
    return new VolumeBuilder()
        .withName(VOLUME_NAME)
        .withNewImage()
        .withReference(ImagePull.text(model))
        .withPullPolicy(ImagePull.policy(model))
        .endImage()
        .build();
  }

  private VolumeMount mount() {
    VolumeMountBuilder mount =
        new VolumeMountBuilder().withName(VOLUME_NAME).withMountPath(MOUNT_PATH).withReadOnly(true);
    return subPath.isEmpty() ? mount.build() : mount.withSubPath(subPath).build();
  }

  private List<String> requirements(PodSettings settings) {
    List<String> lines = new ArrayList<>();
    if (settings.version.isBefore(FIRST_ON_BY_DEFAULT)) {
      lines.add(
          "Kubernetes "
              + settings.version
              + ": the feature gate ImageVolume is off by default; switch it on for the API server"
              + " and every kubelet. With the gate off the volume is dropped without an error:"
              + " after apply, check that `kubectl get pod "
              + settings.name
              + " -o jsonpath='{.spec.volumes[*].image.reference}'` prints the reference.");
    }
    if (settings.version.isBefore(FIRST_IN_RESTRICTED)) {
      lines.add(
          "Kubernetes "
              + settings.version
              + ": Pod Security \"restricted\" refuses image volumes before "
              + FIRST_IN_RESTRICTED
              + "; the namespace may enforce \"baseline\" at most.");
    }
    lines.add(
        subPath.isEmpty()
            ? "Container runtime: containerd 2.1 or later, or CRI-O 1.31 or later."
            : "Container runtime: containerd 2.2 or later (2.1 ignores the sub-path), or CRI-O"
                + " 1.33 or later.");
    lines.add(
        "The reference must be an image with tar layers and world-readable files (the"
            + " multilayer-tar-zstd preset); an artifact of raw files mounts only on CRI-O 1.33 or"
            + " later with oci_artifact_mount_support.");
    return lines;
  }
}
