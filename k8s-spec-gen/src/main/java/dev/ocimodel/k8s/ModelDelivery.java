package dev.ocimodel.k8s;

/**
 * How a pod gets the model: as a volume that the node mounts, or as files that something fetches
 * into a volume first. Immutable; start from one of the factories.
 */
public abstract sealed class ModelDelivery permits ImageVolumeDelivery, InitContainerDelivery {

  /** Where every delivery mounts its volume in the server. */
  static final String MOUNT_PATH = "/mnt/model";

  /** The name of that volume. */
  static final String VOLUME_NAME = "model";

  ModelDelivery() {}

  /** The node pulls the artifact as it pulls images, and mounts it read-only. */
  public static ImageVolumeDelivery imageVolume() {
    return ImageVolumeDelivery.DEFAULT;
  }

  /** An init container runs {@code oras pull} into a volume before the server starts. */
  public static InitContainerDelivery initContainer() {
    return InitContainerDelivery.DEFAULT;
  }

  /**
   * What this delivery adds to a pod.
   *
   * @throws IllegalArgumentException if it cannot deliver that model to that cluster
   */
  abstract DeliveredModel deliver(PodSettings settings);
}
