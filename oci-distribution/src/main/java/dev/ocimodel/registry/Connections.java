package dev.ocimodel.registry;

import dev.ocimodel.oci.Reference;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all repositories of one {@link RegistryClient} share. */
final class Connections implements AutoCloseable {

  private final ClientOptions options;
  private final HttpTransport transport;
  private final RangeLanes lanes;
  private final ForeignUrls foreignUrls;
  private final Registries registries;
  private final @Nullable SavedSessions savedSessions;

  private final RepositoryLocks referrersLocks = new RepositoryLocks();

  /**
   * @param options nobody else's from now on
   */
  Connections(ClientOptions options) {
    this.options = options;
    TlsByOrigin tls =
        new TlsByOrigin(options.tls, options.tlsOfHosts, options.certificateDirectories);
    this.transport = new HttpTransport(options, tls, new ProxyRoutes(options.proxy));
    this.lanes = new RangeLanes(options.maxConnections, options.rangeSize, options.readAheadWindow);
    this.foreignUrls =
        new ForeignUrls(options.foreignUrls, options.plainHttp, tls::identifiesItselfTo);
    this.registries = new Registries(options, transport, tls, new Retries(options.retryPolicy));
    this.savedSessions =
        options.uploadSessions == null ? null : new SavedSessions(options.uploadSessions);
  }

  /** The hosts of a repository; nothing is sent. */
  ContentHosts hosts(Reference reference) {
    return registries.hosts(this, reference);
  }

  Stream<String> repositories(String registry) {
    return new NamePages(
            registries.last(registry),
            registries.lastRoot(registry).resolve("_catalog"),
            Scope.catalog(),
            options.limits.maxManifestSize(),
            NamePages.Kind.REPOSITORIES,
            registry)
        .stream();
  }

  void ping(String registry) throws IOException {
    HttpCall call = HttpCall.of("GET", registries.lastRoot(registry), Scope.none());
    registries.last(registry).send(call).close();
  }

  /**
   * All handles on one repository share this: writers of its lists of referrers wait for each
   * other. Nobody holds two.
   */
  ReentrantLock referrersLock(URI repository) {
    return referrersLocks.of(repository);
  }

  ForeignUrls foreignUrls() {
    return foreignUrls;
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

  @Override
  public void close() {
    transport.close();
    lanes.close();
  }
}
