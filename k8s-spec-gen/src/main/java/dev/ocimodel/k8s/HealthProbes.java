package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The three probes of a server that answers its health path once the model is loaded.
 *
 * <p>The startup probe holds back the other two. Its budget counts from the start of the container,
 * so it covers loading and compiling; the delivery is over by then.
 *
 * @param path the health path
 * @param startupBudget how long the server may take to answer for the first time
 */
record HealthProbes(String path, Duration startupBudget) {

  static final String PORT_NAME = "http";

  private static final int STARTUP_PERIOD = 10;

  /** What KAITO allows; used where the model's size is not known. */
  private static final Duration WITHOUT_SIZE = Duration.ofMinutes(30);

  /** Start of the process, compilation, graph capture: whatever the size. */
  private static final Duration FIXED = Duration.ofMinutes(10);

  /** A cold network disk; anything faster leaves room. */
  private static final long LOADED_BYTES_PER_SECOND = 100_000_000;

  static HealthProbes of(String path, @Nullable ByteSize modelSize) {
    Duration budget =
        modelSize == null
            ? WITHOUT_SIZE
            : FIXED.plusSeconds(modelSize.bytes() / LOADED_BYTES_PER_SECOND);
    return new HealthProbes(path, budget);
  }

  Probe startup() {
    long failures = (startupBudget.toSeconds() + STARTUP_PERIOD - 1) / STARTUP_PERIOD;
    return probe(STARTUP_PERIOD, Math.toIntExact(failures));
  }

  Probe readiness() {
    return probe(5, 3);
  }

  /** Patient: killing a busy server loads the whole model again. */
  Probe liveness() {
    return probe(10, 6);
  }

  private Probe probe(int periodSeconds, int failureThreshold) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(PORT_NAME)
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(5)
        .withFailureThreshold(failureThreshold)
        .build();
  }
}
