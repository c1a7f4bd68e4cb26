package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;

/**
 * A delivery's part of a pod.
 *
 * @param path where the server finds the model's files
 * @param mount the server's mount, always read-only
 * @param volumes the model's volume first, then what fetching needs
 * @param initContainers what runs before the server
 * @param ephemeralStorage node storage that the model takes from the pod's allowance
 * @param requirements what must hold outside the pod, for people to read
 */
record DeliveredModel(
    String path,
    VolumeMount mount,
    List<Volume> volumes,
    List<Container> initContainers,
    ByteSize ephemeralStorage,
    List<String> requirements) {

  DeliveredModel {
    volumes = List.copyOf(volumes);
    initContainers = List.copyOf(initContainers);
    requirements = List.copyOf(requirements);
  }
}
