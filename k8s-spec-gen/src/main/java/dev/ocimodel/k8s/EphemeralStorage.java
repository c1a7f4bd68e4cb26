package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Quantity;

/**
 * What a container asks of the node's disk. The kubelet charges a pod's emptyDirs and logs against
 * the sum of its containers' limits and evicts it above them, so request and limit have room for
 * every volume filled up to its own limit.
 */
final class EphemeralStorage {

  private static final ByteSize LOGS = ByteSize.ofGiB(1);

  private EphemeralStorage() {}

  static Quantity of(ByteSize... volumes) {
    ByteSize sum = LOGS;
    for (ByteSize volume : volumes) {
      sum = sum.plus(volume);
    }
    return sum.toQuantity();
  }
}
