package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.regex.Pattern;

/**
 * The devices a server runs on: an extended resource of a device plugin and how many of it, all on
 * one node. Immutable; start from {@link #nvidiaGpus(int)}.
 */
public final class Accelerator {

  private static final String NVIDIA_DOMAIN = "nvidia.com";
  private static final Pattern RESOURCE =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  private static final int MAX_COUNT = 64;

  private final String domain;
  private final String resource;
  private final int count;

  private Accelerator(String domain, String resource, int count) {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "Not a number of accelerators for one pod: " + count + "; expected 1 to " + MAX_COUNT);
    }
    if (!RESOURCE.matcher(resource).matches()) {
      throw new IllegalArgumentException(
          "Not a resource name: '" + resource + "'; expected what follows '" + domain + "/'");
    }
    this.domain = domain;
    this.resource = resource;
    this.count = count;
  }

  /**
   * Whole NVIDIA GPUs, as {@code nvidia.com/gpu}.
   *
   * @throws IllegalArgumentException if the count is not from 1 to 64
   */
  public static Accelerator nvidiaGpus(int count) {
    return new Accelerator(NVIDIA_DOMAIN, "gpu", count);
  }

  /**
   * Asks for another resource of the same vendor: {@code mig-1g.10gb} where the device plugin uses
   * its mixed MIG strategy, {@code gpu.shared} where it renames shared GPUs.
   *
   * @throws IllegalArgumentException if it cannot follow the slash of a resource name
   */
  public Accelerator withResource(String name) {
    return new Accelerator(domain, name, count);
  }

  /** How many devices; a server spreads one model over all of them. */
  public int count() {
    return count;
  }

  /** The extended resource, such as {@code nvidia.com/gpu}. */
  public String resourceName() {
    return domain + "/" + resource;
  }

  /** Clouds taint GPU nodes with this key but differing values and effects: those are left open. */
  Toleration toleration() {
    return new TolerationBuilder().withKey(domain + "/gpu").withOperator("Exists").build();
  }
}
