package dev.ocimodel.registry;

import dev.ocimodel.oci.Reference;
import dev.ocimodel.registry.hosts.HostsDirectory;
import dev.ocimodel.registry.hosts.RegistryHost;
import dev.ocimodel.registry.hosts.RegistryHosts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The registries and other hosts that one client has to do with: where they are, who the client is
 * there, and how they fared. What a directory says of a registry is read once.
 */
final class Registries {

  private final ClientOptions options;
  private final HttpTransport transport;
  private final TlsByOrigin tls;
  private final Retries retries;
  private final TokenClient tokens;
  private final Warnings warnings;
  private final ConcurrentMap<String, List<RegistryHost>> known = new ConcurrentHashMap<>();
  private final ConcurrentMap<Connected, RegistryHttp> connected = new ConcurrentHashMap<>();
  private final ConcurrentMap<Identity, Authorizer> identities = new ConcurrentHashMap<>();
  private final ConcurrentMap<URI, HostHealth> healths = new ConcurrentHashMap<>();

  Registries(ClientOptions options, HttpTransport transport, TlsByOrigin tls, Retries retries) {
    this.options = options;
    this.transport = transport;
    this.tls = tls;
    this.retries = retries;
    this.tokens = new TokenClient(transport, retries);
    this.warnings = new Warnings(options.warningListener);
  }

  /** The hosts of a repository; nothing is sent. */
  ContentHosts hosts(Connections client, Reference reference) {
    String registry = reference.registry();
    List<ContentHost> hosts =
        hosts(registry).stream().map(host -> contentHost(client, host, reference)).toList();
    return new ContentHosts(registry, hosts, options.tagsAtLast);
  }

  private ContentHost contentHost(Connections client, RegistryHost host, Reference reference) {
    String registry = reference.registry();
    URI base = base(registry, host);
    String repository = reference.repository();
    return new ContentHost(
        host,
        new RepositoryEndpoint(
            client, base, repository, http(registry, host, false), options.limits),
        new RepositoryEndpoint(
            client, base, repository, http(registry, host, true), options.limits),
        healths.computeIfAbsent(host.api(), key -> new HostHealth(options.nanoTime)));
  }

  /** Sends requests to the last host of a registry, which is the registry itself by default. */
  RegistryHttp last(String registry) {
    return http(registry, lastHost(registry), false);
  }

  /** Where that host says whether it speaks the specification. */
  URI lastRoot(String registry) {
    return URI.create(lastHost(registry).api() + "/");
  }

  private RegistryHost lastHost(String registry) {
    List<RegistryHost> hosts = hosts(registry);
    return hosts.get(hosts.size() - 1);
  }

  private List<RegistryHost> hosts(String registry) {
    List<RegistryHost> found = known.get(registry);
    if (found == null) {
      found = find(registry);
      found.forEach(host -> prepare(registry, host));
      known.put(registry, found);
    }
    return found;
  }

  private List<RegistryHost> find(String registry) {
    String own = ownUri(registry).toString();
    RegistryHosts hosts = options.hosts.get(registry);
    HostsDirectory directory = options.hostsDirectory;
    if (hosts == null && directory != null) {
      hosts = directory.find(registry, own).orElse(null);
    }
    return Optional.ofNullable(hosts)
        .or(() -> Optional.ofNullable(options.otherHosts))
        .map(some -> some.inOrder(own))
        .orElseGet(() -> List.of(RegistryHost.of(own)));
  }

  /** Connections are made by origin: what is said of a host holds for all that lead there. */
  private void prepare(String registry, RegistryHost host) {
    Origin origin = Origin.of(host.url());
    if (isOwn(registry, host)) {
      tls.addRegistry(origin);
    }
    tls.addHost(origin, host.tls());
    if (host.dialTimeout() != null) {
      transport.connectWithin(origin, host.dialTimeout());
    }
  }

  /** The namespace is named to hosts that are not its own, as containerd does. */
  private static URI base(String registry, RegistryHost host) {
    URI api = host.api();
    boolean own = Origin.of(api).registryNames().contains(registry);
    return own ? api : Uris.withQuery(api, "ns", registry);
  }

  private RegistryHttp http(String registry, RegistryHost host, boolean once) {
    Origin origin = Origin.of(host.url());
    Identity identity = new Identity(name(registry, host), origin);
    return connected.computeIfAbsent(
        new Connected(identity, host.headers(), once),
        key ->
            new RegistryHttp(
                transport,
                identities.computeIfAbsent(identity, this::authorizer),
                retries,
                warnings,
                profile(identity.name()),
                RegistryHttp.Manner.of(host.headers(), once)));
  }

  private Authorizer authorizer(Identity identity) {
    return new Authorizer(identity.name(), identity.origin(), options.credentials, tokens);
  }

  /**
   * The name under which credentials for a host are looked for. Plain HTTP has a name of its own:
   * what is for a registry with TLS is not for it.
   */
  private String name(String registry, RegistryHost host) {
    Origin origin = Origin.of(host.url());
    if (isOwn(registry, host)) {
      return registry;
    }
    return origin.isSecure() ? origin.registryNames().get(0) : origin.host() + ":" + origin.port();
  }

  private boolean isOwn(String registry, RegistryHost host) {
    return Origin.of(host.url()).equals(Origin.of(ownUri(registry)));
  }

  private @Nullable RegistryProfile profile(String registry) {
    RegistryProfile given = options.profiles.get(registry);
    return given != null ? given : KnownRegistries.byHost(registry);
  }

  private URI ownUri(String registry) {
    return Origin.ofRegistry(options.plainHttp.appliesTo(registry) ? "http" : "https", registry);
  }

  private record Identity(String name, Origin origin) {}

  private record Connected(Identity identity, Map<String, List<String>> headers, boolean once) {}
}
