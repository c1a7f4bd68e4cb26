package dev.ocimodel.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Adds the line that is read: GB of model per second of measured time, in 10<sup>9</sup> bytes
 * before compression. JMH calls its unit {@code ops/s}.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class BytesMoved {

  /** Moved since the iteration began: JMH sets it back, and divides it by the measured time. */
  public double gigabytes;

  void add(long bytes) {
    gigabytes += bytes / 1e9;
  }
}
