package dev.ocimodel.k8s;

/**
 * Processor and memory of the inference server.
 *
 * <p>Memory becomes request and limit. The processor becomes a request only: a limit throttles the
 * threads that feed the GPUs even while the node idles.
 *
 * @param cpuMillis thousandths of a core, at least 1
 * @param memoryBytes host memory in bytes, at least 1; shared memory counts against it
 */
public record ComputeResources(long cpuMillis, long memoryBytes) {

  private static final long MAX_CPU_MILLIS = 10_000_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is below 1 or absurdly large
   */
  public ComputeResources {
    if (cpuMillis < 1 || cpuMillis > MAX_CPU_MILLIS) {
      throw new IllegalArgumentException(
          "Not an amount of processor: " + cpuMillis + " thousandths of a core");
    }
    if (new ByteSize(memoryBytes).equals(ByteSize.ZERO)) {
      throw new IllegalArgumentException("Not an amount of memory: 0 bytes");
    }
  }
}
