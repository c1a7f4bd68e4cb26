package dev.ocimodel.registry.hosts;

import dev.ocimodel.oci.InvalidContentException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that answer for one registry, in the order in which they are asked; its server is the
 * last. Immutable.
 *
 * <p>Content goes by the first host that has it. Whatever a host answers is verified; one that is
 * wrong, slow to connect, or breaks off in the middle of a blob costs only what is left of the
 * blob: the next host goes on at the byte that was reached, and the one that failed is passed over
 * for a while. Uploads go to the first host with {@link RegistryHost.Capability#PUSH}, and so do
 * the look before an upload, deletion, and the lists of tags and referrers.
 *
 * <pre>{@code
 * RegistryClient.builder()
 *     .hosts("registry.example", RegistryHosts.of(List.of(
 *         RegistryHost.of("http://10.0.0.7:30020")
 *             .withCapabilities(Set.of(Capability.PULL, Capability.RESOLVE)))))
 * }</pre>
 *
 * @param mirrors asked before the server
 * @param server asked last, in place of the registry itself; null for the registry itself
 */
public record RegistryHosts(List<RegistryHost> mirrors, @Nullable RegistryHost server) {

  private static final int MAX_HOSTS = 64;

  /**
   * Checks and copies.
   *
   * @throws InvalidContentException if there are more than 64 mirrors
   */
  public RegistryHosts {
    mirrors = List.copyOf(mirrors);
    if (mirrors.size() > MAX_HOSTS) {
      throw new InvalidContentException("A registry has more than " + MAX_HOSTS + " mirrors");
    }
  }

  /** These, then the registry itself. */
  public static RegistryHosts of(List<RegistryHost> mirrors) {
    return new RegistryHosts(mirrors, null);
  }

  /** Asks this host last, and the registry itself not at all. */
  public RegistryHosts withServer(RegistryHost last) {
    return new RegistryHosts(mirrors, last);
  }

  /** All of them in their order; an absent server is made from the registry's own URL. */
  public List<RegistryHost> inOrder(String registryUrl) {
    List<RegistryHost> all = new ArrayList<>(mirrors);
    all.add(server == null ? RegistryHost.of(registryUrl) : server);
    return List.copyOf(all);
  }
}
