package dev.ocimodel.testkit;

import dev.ocimodel.testkit.storage.DirectoryStorage;
import dev.ocimodel.testkit.storage.MemoryStorage;
import dev.ocimodel.testkit.storage.RegistryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
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

  private final LoopbackServer server;
  private final RequestLog log = new RequestLog();
  private final UploadSessions sessions;
  private final @Nullable IssuedTokens tokens;

  private TestRegistry(Builder options) throws IOException {
    RepositoryContent content =
        new RepositoryContent(options.openStorage(), options.sparseManifests);
    this.sessions = new UploadSessions(content);
    this.tokens = options.tokens();
    RegistryHandler handler =
        new RegistryHandler(
            log,
            options.faults,
            options.authentication(tokens, () -> uri() + TokenEndpoint.PATH),
            options.tokenEndpoint(tokens),
            routes(options, content));
    this.server = new LoopbackServer("test-registry", options.port, options.hasFaults, handler);
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
    return server.address();
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
    if (tokens != null) {
      tokens.revokeAll();
    }
  }

  /** Ends all connections and threads. What a directory holds stays; unfinished uploads do not. */
  @Override
  public void close() {
    try {
      server.close();
      sessions.discardAll();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close " + this, e);
    }
  }

  /** Returns the address. */
  @Override
  public String toString() {
    return "TestRegistry[" + uri() + "]";
  }

  /** Settings of a {@link TestRegistry}; not thread-safe. */
  public static final class Builder {

    private static final Clock CLOCK = Clock.systemUTC();

    private int port;
    private @Nullable Path storageDirectory;
    private Authentication.@Nullable Credentials credentials;
    private boolean bearer;
    private @Nullable TestTokenServer tokenServer;
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
      tokenServer = null;
      return this;
    }

    /** Asks for bearer tokens, which {@code /token} gives for these credentials. */
    public Builder bearerAuthentication(String user, String password) {
      credentials = new Authentication.Credentials(user, password);
      bearer = true;
      tokenServer = null;
      return this;
    }

    /** Asks for bearer tokens of another server, whose realm is on another port than this. */
    public Builder bearerAuthentication(TestTokenServer server) {
      tokenServer = server;
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

    private @Nullable IssuedTokens tokens() {
      if (tokenServer != null) {
        return tokenServer.issued();
      }
      return bearer ? new IssuedTokens(CLOCK) : null;
    }

    private @Nullable TokenEndpoint tokenEndpoint(@Nullable IssuedTokens issued) {
      if (issued == null || tokenServer != null) {
        return null;
      }
      TokenEndpoint.Rules rules =
          new TokenEndpoint.Rules(credentials, anonymousPull, true, tokenLifetime);
      return new TokenEndpoint(rules, CLOCK, TokenFormat.opaque(), issued);
    }

    private Authentication authentication(
        @Nullable IssuedTokens issued, Supplier<String> ownRealm) {
      if (issued != null) {
        return tokenServer == null
            ? new BearerTokens(issued, ownRealm, "test-registry")
            : new BearerTokens(issued, tokenServer.realm()::toString, tokenServer.service());
      }
      return credentials == null
          ? Authentication.open()
          : Authentication.basic(credentials, anonymousPull);
    }
  }
}
