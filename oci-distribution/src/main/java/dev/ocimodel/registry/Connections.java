package dev.ocimodel.registry;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all repositories of one {@link RegistryClient} share. */
final class Connections implements AutoCloseable {

  private final ClientOptions options;
  private final TlsByOrigin tls;
  private final HttpTransport transport;
  private final Retries retries;
  private final RangeLanes lanes;
  private final TokenClient tokens;
  private final Warnings warnings;
  private final @Nullable SavedSessions savedSessions;
  private final ConcurrentMap<String, RegistryHttp> registries = new ConcurrentHashMap<>();

  /** A fixed number, shared by hash: a service that lives long sees many repositories. */
  private final List<ReentrantLock> referrersLocks =
      Stream.generate(ReentrantLock::new).limit(64).toList();

  /**
   * @param options nobody else's from now on
   */
  Connections(ClientOptions options) {
    this.options = options;
    this.tls = new TlsByOrigin(options.tls, options.tlsOfHosts, options.certificateDirectories);
    this.transport = new HttpTransport(options, tls, new ProxyRoutes(options.proxy));
    this.retries = new Retries(options.retryPolicy);
    this.lanes = new RangeLanes(options.maxConnections, options.rangeSize, options.readAheadWindow);
    this.tokens = new TokenClient(transport, retries);
    this.warnings = new Warnings(options.warningListener);
    this.savedSessions =
        options.uploadSessions == null ? null : new SavedSessions(options.uploadSessions);
  }

  RepositoryEndpoint endpoint(String registry, String repository) {
    return new RepositoryEndpoint(
        this, baseUri(registry), repository, http(registry), options.limits);
  }

  void ping(String registry) throws IOException {
    HttpCall call = HttpCall.of("GET", baseUri(registry).resolve("/v2/"), Scope.none());
    http(registry).send(call).close();
  }

  /**
   * All handles on one repository share this: writers of its lists of referrers wait for each
   * other. Nobody holds two.
   */
  ReentrantLock referrersLock(URI repository) {
    return referrersLocks.get(Math.floorMod(repository.hashCode(), referrersLocks.size()));
  }

  RangeLanes lanes() {
    return lanes;
  }

  long uploadChunkSize() {
    return options.uploadChunkSize;
  }

  /** Where upload sessions are kept, if they are. */
  @Nullable SavedSessions savedSessions() {
    return savedSessions;
  }

  private RegistryHttp http(String registry) {
    return registries.computeIfAbsent(registry, this::connect);
  }

  private RegistryHttp connect(String registry) {
    Origin origin = Origin.of(baseUri(registry));
    tls.addRegistry(origin);
    Authorizer authorizer = new Authorizer(registry, origin, options.credentials, tokens);
    return new RegistryHttp(transport, authorizer, retries, warnings, profile(registry));
  }

  private @Nullable RegistryProfile profile(String registry) {
    RegistryProfile given = options.profiles.get(registry);
    return given != null ? given : KnownRegistries.byHost(registry);
  }

  private URI baseUri(String registry) {
    return Origin.ofRegistry(options.plainHttp.appliesTo(registry) ? "http" : "https", registry);
  }

  @Override
  public void close() {
    transport.close();
    lanes.close();
  }
}
