package dev.ocimodel.registry;

import dev.ocimodel.registry.hosts.RegistryHost;
import dev.ocimodel.registry.hosts.RegistryHost.Capability;

/** One of the hosts that a repository's content is asked from. */
final class ContentHost {

  private final RegistryHost description;
  private final RepositoryEndpoint endpoint;
  private final RepositoryEndpoint once;
  private final HostHealth health;

  /**
   * @param description what it is said to be
   * @param endpoint the repository there, asked again where that may help
   * @param once the same, asked once: there are other hosts
   * @param health shared by all repositories of the client
   */
  ContentHost(
      RegistryHost description,
      RepositoryEndpoint endpoint,
      RepositoryEndpoint once,
      HostHealth health) {
    this.description = description;
    this.endpoint = endpoint;
    this.once = once;
    this.health = health;
  }

  RepositoryEndpoint endpoint() {
    return endpoint;
  }

  RepositoryEndpoint once() {
    return once;
  }

  HostHealth health() {
    return health;
  }

  boolean can(Capability capability) {
    return description.capabilities().contains(capability);
  }

  String shown() {
    return Uris.redacted(description.url());
  }
}
