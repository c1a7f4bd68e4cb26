package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Quantity;

/** An amount of memory or storage, and its one way to be written as a Kubernetes quantity. */
record ByteSize(long bytes) implements Comparable<ByteSize> {

  static final ByteSize ZERO = new ByteSize(0);

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /** Larger than any model; keeps every sum below far from overflow. */
  private static final long MAX = 1L << 50;

  ByteSize {
    if (bytes < 0 || bytes > MAX) {
      throw new IllegalArgumentException("Not a size from 0 to 1 PiB: " + bytes + " bytes");
    }
  }

  static ByteSize ofGiB(long count) {
    return new ByteSize(Math.multiplyExact(count, GIB));
  }

  ByteSize plus(ByteSize other) {
    return new ByteSize(bytes + other.bytes);
  }

  ByteSize roundUpToGiB() {
    return ofGiB((bytes + GIB - 1) / GIB);
  }

  /** {@code 20Gi} or {@code 512Mi} where that is exact, else the plain number of bytes. */
  Quantity toQuantity() {
    if (bytes % GIB == 0) {
      return new Quantity(bytes / GIB + "Gi");
    }
    return new Quantity(bytes % MIB == 0 ? bytes / MIB + "Mi" : Long.toString(bytes));
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }
}
