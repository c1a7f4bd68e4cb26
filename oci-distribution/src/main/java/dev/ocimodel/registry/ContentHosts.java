package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.OciException;
import dev.ocimodel.registry.hosts.RegistryHost.Capability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The hosts that one repository's content is asked from, in their order. The last of those that can
 * be asked is asked as if it were alone: with retries, and whatever its past. Those before it are
 * asked once, and passed over for a while where they fail; they get another chance only where the
 * last one fails too.
 */
final class ContentHosts {

  /** Asks one host. */
  interface Question<T> {
    T ask(Asked asked) throws IOException;
  }

  /**
   * @param isMirror whether other hosts can be asked instead
   */
  record Asked(ContentHost host, boolean isMirror) {

    RepositoryEndpoint endpoint() {
      return isMirror ? host.once() : host.endpoint();
    }
  }

  private final String registry;
  private final List<ContentHost> hosts;
  private final boolean tagsAtLast;

  /**
   * @param registry the registry that all of them stand for
   * @param tagsAtLast whether only the last host is asked which digest a tag has
   */
  ContentHosts(String registry, List<ContentHost> hosts, boolean tagsAtLast) {
    this.registry = registry;
    this.hosts = List.copyOf(hosts);
    this.tagsAtLast = tagsAtLast;
  }

  /** One budget for all of them. */
  Retries retries() {
    return hosts.get(0).endpoint().http().retries();
  }

  /** Where uploads go; where nothing can be pushed, the last host, for what only looks. */
  RepositoryEndpoint target() {
    List<ContentHost> targets = capable(Capability.PUSH);
    return targets.isEmpty() ? hosts.get(hosts.size() - 1).endpoint() : targets.get(0).endpoint();
  }

  /**
   * @throws InvalidContentException if there is nowhere to push to
   */
  void requireTarget() {
    requireSome(capable(Capability.PUSH), Capability.PUSH);
  }

  private List<ContentHost> capable(Capability capability) {
    return hosts.stream().filter(host -> host.can(capability)).toList();
  }

  private void requireSome(List<ContentHost> capable, Capability capability) {
    if (capable.isEmpty()) {
      throw new InvalidContentException(
          "None of the hosts of "
              + registry
              + " may be used to "
              + capability.name().toLowerCase(java.util.Locale.ROOT)
              + "; see their capabilities in its hosts.toml");
    }
  }

  /**
   * Asks host after host until one has an answer.
   *
   * @param without mirrors that are not asked; those that do not have this content are added
   * @throws IOException or an {@link OciException}: the last host's failure, naming those of the
   *     others
   */
  <T> T ask(Capability capability, Set<ContentHost> without, Question<T> question)
      throws IOException {
    List<ContentHost> capable = candidates(capability);
    requireSome(capable, capability);
    ContentHost last = capable.get(capable.size() - 1);
    HostFailures failures = new HostFailures(last);
    for (ContentHost host : inOrder(capable, without)) {
      boolean mirror = host != last;
      try {
        return question.ask(new Asked(host, mirror));
      } catch (IOException
          | RegistryException
          | ContentNotFoundException
          | ContentMismatchException
          | InvalidContentException e) {
        if (Thread.currentThread().isInterrupted() || capable.size() == 1) {
          throw e;
        }
        if (mirror) {
          note(host, e, without);
        }
        failures.add(host, e);
      }
    }
    throw failures.rethrown();
  }

  private List<ContentHost> candidates(Capability capability) {
    List<ContentHost> capable =
        hosts.stream().filter(host -> host.can(Capability.PULL) && host.can(capability)).toList();
    return tagsAtLast && capability == Capability.RESOLVE && !capable.isEmpty()
        ? capable.subList(capable.size() - 1, capable.size())
        : capable;
  }

  private static List<ContentHost> inOrder(List<ContentHost> capable, Set<ContentHost> without) {
    List<ContentHost> order = new ArrayList<>();
    List<ContentHost> resort = new ArrayList<>();
    ContentHost last = capable.get(capable.size() - 1);
    for (ContentHost host : capable) {
      if (host == last || !without.contains(host)) {
        (host != last && host.health().isPassedOver() ? resort : order).add(host);
      }
    }
    order.addAll(resort);
    return order;
  }

  private static void note(ContentHost host, Exception e, Set<ContentHost> without) {
    if (e instanceof RegistryException refused) {
      if (Retries.isRetryable(refused.status())) {
        String retryAfter = refused.retryAfter();
        Duration wanted = retryAfter == null ? null : Retries.parseRetryAfter(retryAfter);
        host.health().failed(wanted);
      } else {
        without.add(host); // it refuses this, and need not be asked for it again
      }
    } else if (e instanceof ContentNotFoundException) {
      without.add(host);
    } else if (e instanceof IOException) {
      host.health().failed(null);
    } else {
      without.add(host);
      host.health().failed(null);
    }
  }
}
