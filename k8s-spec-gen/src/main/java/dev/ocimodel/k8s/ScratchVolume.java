package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** The directories that stay writable while every container's root file system is read-only. */
enum ScratchVolume {
  /** Temporary files of every container. */
  TMP("tmp", "/tmp", ByteSize.ofGiB(2)),
  /** Home directory and compile caches of the server. */
  CACHE("cache", "/cache", ByteSize.ofGiB(10));

  private final String volumeName;
  private final String path;
  private final ByteSize size;

  ScratchVolume(String volumeName, String path, ByteSize size) {
    this.volumeName = volumeName;
    this.path = path;
    this.size = size;
  }

  String path() {
    return path;
  }

  ByteSize size() {
    return size;
  }

  Volume volume() {
    return new VolumeBuilder()
        .withName(volumeName)
        .withNewEmptyDir()
        .withSizeLimit(size.toQuantity())
        .endEmptyDir()
        .build();
  }

  VolumeMount mount() {
    return new VolumeMountBuilder().withName(volumeName).withMountPath(path).build();
  }
}
