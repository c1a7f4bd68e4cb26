package dev.ocimodel.testkit;

import com.sun.net.httpserver.HttpServer;
import dev.ocimodel.testkit.storage.DirectoryStorage;
import dev.ocimodel.testkit.storage.MemoryStorage;
import dev.ocimodel.testkit.storage.RegistryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A registry inside this process, for tests and demonstrations: distribution-spec 1.1 over plain
 * HTTP on the loopback address, complete enough for other tools to push to and pull from.
 *
 * <pre>{@code
 * try (TestRegistry registry = TestRegistry.start()) {
 *   Reference model = Reference.parse(registry.address() + "/models/phi-4:v1");
 *   ...
 *   assertThat(registry.requests()).extracting(RecordedRequest::method).containsExactly(...);
 * }
 * }</pre>
 *
 * <p>It checks like a strict registry: digests before a blob is visible, children before a manifest
 * is, and only the latest {@code Location} of an upload goes on. It is no registry to keep data in:
 * nothing is forced to disk, and deleted content is not collected. Its threads are daemons, so one
 * that was not closed keeps no program alive. Safe to use from many threads.
 */
public final class TestRegistry implements AutoCloseable {

  static {
    // Without this the JDK's server lets each small answer wait 40 ms for an acknowledgement. It is
    // read once, when the first server of the process is made.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final HeadTimeout headTimeout;
  private final RequestLog log = new RequestLog();
  private final UploadSessions sessions;
  private final Authentication authentication;
  private final @Nullable SocketRelay relay;

  private TestRegistry(Builder options) throws IOException {
    RepositoryContent content =
        new RepositoryContent(options.openStorage(), options.sparseManifests);
    this.sessions = new UploadSessions(content);
    this.authentication = options.authentication(() -> uri() + "/token");
    this.threads = DaemonThreads.newPool("test-registry");
    this.headTimeout = new HeadTimeout(threads);
    RegistryHandler handler =
        new RegistryHandler(
            log, options.faults, authentication, routes(options, content), headTimeout);
    try {
      boolean relayed = options.hasFaults;
      this.server = HttpServer.create(loopback(relayed ? 0 : options.port), 0);
      server.createContext("/", handler);
      server.setExecutor(headTimeout);
      this.relay = relayed ? new SocketRelay(options.port, server.getAddress(), threads) : null;
      if (relay != null) {
        handler.useRelay(relay);
      }
      DaemonThreads.run("test-registry-start", server::start);
    } catch (IOException e) {
      headTimeout.close();
      threads.shutdownNow();
      throw e;
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private Router routes(Builder options, RepositoryContent content) {
    UploadEndpoint uploads = new UploadEndpoint(content, sessions, options.chunkMinLength);
    UploadStartEndpoint uploadStarts =
        new UploadStartEndpoint(content, sessions, uploads, options.automaticMount);
    Router router =
        new Router()
            .add("/v2/?", call -> Response.of(200))
            .add("/v2/_catalog", new CatalogEndpoint(content, options.pageSize))
            .add("/v2/(.+)/blobs/uploads/?", uploadStarts)
            .add("/v2/(.+)/blobs/uploads/([^/]+)", uploads)
            .add("/v2/(.+)/blobs/([^/]+)", new BlobEndpoint(content))
            .add("/v2/(.+)/manifests/([^/]+)", new ManifestEndpoint(content, options.referrersApi))
            .add("/v2/(.+)/tags/list", new TagsEndpoint(content, options.pageSize));
    return options.referrersApi
        ? router.add("/v2/(.+)/referrers/([^/]+)", new ReferrersEndpoint(content, options.pageSize))
        : router;
  }

  /** Starts an empty registry in memory, on a free port, open to everyone. */
  public static TestRegistry start() {
    return builder().start();
  }

  /** Returns a builder for a registry with other settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns {@code HOST:PORT}, what a reference starts with. */
  public String address() {
    int port = relay == null ? server.getAddress().getPort() : relay.port();
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
  }

  /** Returns {@code http://HOST:PORT}. */
  public URI uri() {
    return URI.create("http://" + address());
  }

  /**
   * Returns the requests so far in order of arrival, those still running included; the latest
   * 100,000 of them.
   */
  public List<RecordedRequest> requests() {
    return log.snapshot();
  }

  /** Empties {@link #requests()}; numbers go on. */
  public void forgetRequests() {
    log.clear();
  }

  /** Makes all bearer tokens invalid, as if they had expired; refresh tokens stay. */
  public void revokeTokens() {
    if (authentication instanceof BearerTokens tokens) {
      tokens.revokeAll();
    }
  }

  /** Ends all connections and threads. What a directory holds stays; unfinished uploads do not. */
  @Override
  public void close() {
    try {
      if (relay != null) {
        relay.close();
      }
      server.stop(0);
      DaemonThreads.stop(threads);
      headTimeout.close();
      sessions.discardAll();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot clear the uploads of " + this, e);
    }
  }

  /** Returns the address. */
  @Override
  public String toString() {
    return "TestRegistry[" + uri() + "]";
  }

  /** Settings of a {@link TestRegistry}; not thread-safe. */
  public static final class Builder {

    private int port;
    private @Nullable Path storageDirectory;
    private Authentication.@Nullable Credentials credentials;
    private boolean bearer;
    private boolean anonymousPull;
    private Duration tokenLifetime = Duration.ofMinutes(5);
    private FaultPlan faults = FaultPlan.none();
    private boolean hasFaults;
    private boolean referrersApi = true;
    private int pageSize = Integer.MAX_VALUE;
    private long chunkMinLength;
    private boolean sparseManifests;
    private boolean automaticMount;

    private Builder() {}

    /** Sets the TCP port; 0, the default, takes a free one. */
    public Builder port(int newPort) {
      port = newPort;
      return this;
    }

    /** Keeps content in a directory, streamed, in place of memory. */
    public Builder storageDirectory(Path directory) {
      storageDirectory = directory;
      return this;
    }

    /** Asks for these credentials by the Basic scheme. */
    public Builder basicAuthentication(String user, String password) {
      credentials = new Authentication.Credentials(user, password);
      bearer = false;
      return this;
    }

    /** Asks for bearer tokens, which {@code /token} gives for these credentials. */
    public Builder bearerAuthentication(String user, String password) {
      credentials = new Authentication.Credentials(user, password);
      bearer = true;
      return this;
    }

    /** Lets everyone pull where authentication is on; with bearer tokens, they still need one. */
    public Builder anonymousPull() {
      anonymousPull = true;
      return this;
    }

    /** Sets how long a bearer token is good; the default is 5 minutes. */
    public Builder tokenLifetime(Duration lifetime) {
      tokenLifetime = lifetime;
      return this;
    }

    /**
     * Makes requests fail. Such a registry passes all bytes through one more socket, which it can
     * reset, and so is slower.
     */
    public Builder faults(FaultPlan plan) {
      faults = plan;
      hasFaults = true;
      return this;
    }

    /** Leaves the referrers API out, as registries before distribution-spec 1.1 do. */
    public Builder withoutReferrersApi() {
      referrersApi = false;
      return this;
    }

    /** Sets the largest number of entries in one answer of tags, catalog and referrers. */
    public Builder pageSize(int entries) {
      if (entries < 1) {
        throw new IllegalArgumentException("pageSize must be at least 1: " + entries);
      }
      pageSize = entries;
      return this;
    }

    /** Announces {@code OCI-Chunk-Min-Length} in bytes; smaller chunks are still taken. */
    public Builder chunkMinLength(long bytes) {
      chunkMinLength = bytes;
      return this;
    }

    /** Takes manifests that name blobs or manifests which are not here, as some mirrors do. */
    public Builder sparseManifests() {
      sparseManifests = true;
      return this;
    }

    /**
     * Mounts a blob whose source the client does not name from any repository that it may pull
     * (distribution-spec 1.1 "Mounting a blob from another repository"); most registries do not.
     */
    public Builder automaticMount() {
      automaticMount = true;
      return this;
    }

    /**
     * Starts the registry.
     *
     * @throws UncheckedIOException if the port is taken or the directory cannot be used
     */
    public TestRegistry start() {
      try {
        return new TestRegistry(this);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot start a registry on port " + port + ": " + e.getMessage(), e);
      }
    }

    private RegistryStorage openStorage() throws IOException {
      return storageDirectory == null
          ? new MemoryStorage()
          : new DirectoryStorage(storageDirectory);
    }

    private Authentication authentication(java.util.function.Supplier<String> realm) {
      if (credentials == null) {
        return Authentication.open();
      }
      return bearer
          ? new BearerTokens(credentials, anonymousPull, tokenLifetime, realm)
          : Authentication.basic(credentials, anonymousPull);
    }
  }
}
