package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/**
 * {@code /dev/shm} large enough for processes that share tensors; the runtime's own is 64 MiB.
 *
 * <p>What is written to it counts against the server's memory limit.
 */
final class SharedMemory {

  private static final String VOLUME_NAME = "dshm";
  private static final int GIB_PER_DEVICE = 1;

  private SharedMemory() {}

  /** Whether the server runs as several processes. */
  static boolean isNeededBy(Accelerator accelerator) {
    return accelerator.count() > 1;
  }

  static ByteSize size(Accelerator accelerator) {
    return isNeededBy(accelerator)
        ? ByteSize.ofGiB((long) accelerator.count() * GIB_PER_DEVICE)
        : ByteSize.ZERO;
  }

  static Volume volume(Accelerator accelerator) {
    return new VolumeBuilder()
        .withName(VOLUME_NAME)
        .withNewEmptyDir()
        .withMedium("Memory")
        .withSizeLimit(size(accelerator).toQuantity())
        .endEmptyDir()
        .build();
  }

  static VolumeMount mount() {
    return new VolumeMountBuilder().withName(VOLUME_NAME).withMountPath("/dev/shm").build();
  }
}
