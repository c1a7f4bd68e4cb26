package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.Reference;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections and identity for any number of registries. Make one, share it, close it: closing ends
 * every connection and thread, and fails what is under way. A program that forgets to still exits.
 *
 * <pre>{@code
 * try (RegistryClient client =
 *     RegistryClient.builder().credentials(CredentialsProvider.dockerConfig()).build()) {
 *   Repository repository = client.repository("registry.example/models/phi-4");
 * }
 * }</pre>
 */
public final class RegistryClient implements AutoCloseable {

  private final Builder options;
  private final HttpTransport transport;
  private final Retries retries;
  private final RangeLanes lanes;
  private final TokenClient tokens;
  private final @Nullable SavedSessions savedSessions;
  private final ConcurrentMap<String, RegistryHttp> registries = new ConcurrentHashMap<>();
  private final RepositoryLocks referrersLocks = new RepositoryLocks();

  private RegistryClient(Builder options) {
    this.options = options;
    this.transport =
        new HttpTransport(
            options.maxConnections,
            options.connectTimeout,
            options.stallTimeout,
            options.commitTimeout,
            options.userAgent,
            TransportLimits.of(options.maxBytesPerSecond, options.maxRequestsPerSecond));
    this.retries = new Retries(options.retryPolicy);
    this.lanes = new RangeLanes(options.maxConnections, options.rangeSize, options.readAheadWindow);
    this.tokens = new TokenClient(transport, retries);
    this.savedSessions =
        options.uploadSessions == null ? null : new SavedSessions(options.uploadSessions);
  }

  /**
   * Starts a client with anonymous access, TLS everywhere but on loopback, and eight connections.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a repository; nothing is sent.
   *
   * @param name {@code registry/repository} or a short name of Docker Hub; a tag or digest in it is
   *     ignored
   * @throws dev.ocimodel.oci.InvalidContentException if the name does not fit the grammar
   */
  public Repository repository(String name) {
    return repository(Reference.parse(name));
  }

  /** Returns the repository of a reference; nothing is sent. */
  public Repository repository(Reference reference) {
    String registry = reference.registry();
    return new Repository(
        reference.name(),
        new RepositoryEndpoint(
            this, baseUri(registry), reference.repository(), http(registry), options.limits));
  }

  /**
   * Asks a registry whether it speaks the distribution specification and accepts these credentials
   * ("Determining Support").
   *
   * @param registry host and optional port
   * @throws UnauthorizedException if the credentials are refused
   * @throws RegistryException for any other answer but success
   * @throws IOException if there is no answer
   */
  public void ping(String registry) throws IOException {
    HttpCall call = HttpCall.of("GET", baseUri(registry).resolve("/v2/"), Scope.none());
    http(registry).send(call).close();
  }

  /** All handles on a repository share this: writers of its referrers wait for each other. */
  ReentrantLock referrersLock(URI repository) {
    return referrersLocks.of(repository);
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
    return registries.computeIfAbsent(
        registry,
        name ->
            new RegistryHttp(
                transport,
                new Authorizer(name, Origin.of(baseUri(name)), options.credentials, tokens),
                retries,
                profile(name)));
  }

  private @Nullable RegistryProfile profile(String registry) {
    RegistryProfile given = options.profiles.get(registry);
    return given != null ? given : KnownRegistries.byHost(registry);
  }

  private URI baseUri(String registry) {
    String host = registry.equals("docker.io") ? "registry-1.docker.io" : registry;
    return URI.create((options.plainHttp.appliesTo(registry) ? "http://" : "https://") + host);
  }

  /** Ends every connection and thread of this client. */
  @Override
  public void close() {
    transport.close();
    lanes.close();
  }

  /** Options of a {@link RegistryClient}. */
  public static final class Builder {

    private CredentialsProvider credentials = CredentialsProvider.anonymous();
    private PlainHttp plainHttp = PlainHttp.forLoopback();
    private RetryPolicy retryPolicy = RetryPolicy.create();
    private ContentLimits limits = ContentLimits.create();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration stallTimeout = Duration.ofSeconds(30);
    private Duration commitTimeout = Duration.ofMinutes(15);
    private int maxConnections = 8;
    private int rangeSize = 2 * 1024 * 1024;
    private long readAheadWindow = 32L * 1024 * 1024;
    private long uploadChunkSize = 64L * 1024 * 1024;
    private @Nullable Path uploadSessions;
    private final Map<String, RegistryProfile> profiles = new HashMap<>();
    private long maxBytesPerSecond;
    private int maxRequestsPerSecond;
    private String userAgent = "oci-model-sdk";

    private Builder() {}

    /** Sets who to be. The default is nobody. */
    public Builder credentials(CredentialsProvider provider) {
      credentials = provider;
      return this;
    }

    /** Sets which registries are spoken to without TLS. The default is loopback only. */
    public Builder plainHttp(PlainHttp policy) {
      plainHttp = policy;
      return this;
    }

    /** Sets how requests are repeated. */
    public Builder retryPolicy(RetryPolicy policy) {
      retryPolicy = policy;
      return this;
    }

    /** Sets the bounds on what is read into memory. */
    public Builder limits(ContentLimits contentLimits) {
      limits = contentLimits;
      return this;
    }

    /** Sets how long a connection may take to be made. The default is 10 seconds. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = positive("connectTimeout", timeout);
      return this;
    }

    /**
     * Sets how long nothing may move before an exchange is ended and tried again. There is no limit
     * on the whole. The default is 30 seconds.
     */
    public Builder stallTimeout(Duration timeout) {
      stallTimeout = positive("stallTimeout", timeout);
      return this;
    }

    /**
     * Sets how long a registry may take to finish an upload whose bytes it has. The default is 15
     * minutes.
     */
    public Builder commitTimeout(Duration timeout) {
      commitTimeout = positive("commitTimeout", timeout);
      return this;
    }

    /**
     * Sets how many connections there are at most in each direction, all registries together. The
     * default is 8.
     */
    public Builder maxConnections(int connections) {
      if (connections < 1) {
        throw new IllegalArgumentException("maxConnections must be at least 1: " + connections);
      }
      maxConnections = connections;
      return this;
    }

    /**
     * Sets how many bytes one request asks for while a large blob is read over several connections.
     * That is done where a single connection is slow and the registry honours ranges. The default
     * is 2 MiB.
     */
    public Builder rangeSize(int bytes) {
      if (bytes < 64 * 1024) {
        throw new IllegalArgumentException("rangeSize must be at least 64 KiB: " + bytes);
      }
      rangeSize = bytes;
      return this;
    }

    /**
     * Sets how many bytes may be read ahead of their readers, all blobs together: the memory that
     * several connections per blob cost. It should hold one range per connection, and more where
     * round trips are long. 0 means one connection per blob. The default is 32 MiB.
     */
    public Builder readAheadWindow(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("readAheadWindow must not be negative: " + bytes);
      }
      readAheadWindow = bytes;
      return this;
    }

    /**
     * Sets how many bytes go up in one request where a blob goes up in chunks: at registries that
     * want that, and after a proxy has refused a larger request. What the registry says in {@code
     * OCI-Chunk-Min-Length} is obeyed, and what is still too large is divided further. The default
     * is 64 MiB.
     */
    public Builder uploadChunkSize(long bytes) {
      if (bytes < 1024 * 1024) {
        throw new IllegalArgumentException("uploadChunkSize must be at least 1 MiB: " + bytes);
      }
      uploadChunkSize = bytes;
      return this;
    }

    /**
     * Sets a directory in which upload sessions are noted, so that a process that comes after one
     * that was killed goes on where that stopped, at registries that keep a broken session. Its
     * files hold the locations that registries gave, which can be as good as a password for an
     * upload, and are readable for their owner only. The default is to note nothing.
     */
    public Builder uploadSessions(Path directory) {
      uploadSessions = directory;
      return this;
    }

    /**
     * Says how a registry differs from the specification, where its host name and its answers do
     * not tell.
     *
     * @param registry {@code host[:port]}
     */
    public Builder profile(String registry, RegistryProfile profile) {
      profiles.put(registry, profile);
      return this;
    }

    /**
     * Sets how many bytes of bodies may pass per second in each direction, all connections
     * together. The default is no limit.
     */
    public Builder maxBytesPerSecond(long bytes) {
      maxBytesPerSecond = atLeastOne("maxBytesPerSecond", bytes);
      return this;
    }

    /** Sets how many requests may be sent per second. The default is no limit. */
    public Builder maxRequestsPerSecond(int requests) {
      maxRequestsPerSecond = (int) atLeastOne("maxRequestsPerSecond", requests);
      return this;
    }

    private static long atLeastOne(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1: " + value);
      }
      return value;
    }

    /** Sets the {@code User-Agent}. */
    public Builder userAgent(String value) {
      userAgent = value;
      return this;
    }

    private static Duration positive(String name, Duration duration) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException(name + " must be positive: " + duration);
      }
      return duration;
    }

    /** Returns a client with these options. Later changes to this builder do not reach it. */
    public RegistryClient build() {
      return new RegistryClient(copy());
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.credentials = credentials;
      copy.plainHttp = plainHttp;
      copy.retryPolicy = retryPolicy;
      copy.limits = limits;
      copy.connectTimeout = connectTimeout;
      copy.stallTimeout = stallTimeout;
      copy.commitTimeout = commitTimeout;
      copy.maxConnections = maxConnections;
      copy.rangeSize = rangeSize;
      copy.readAheadWindow = readAheadWindow;
      copy.uploadChunkSize = uploadChunkSize;
      copy.uploadSessions = uploadSessions;
      copy.profiles.putAll(profiles);
      copy.maxBytesPerSecond = maxBytesPerSecond;
      copy.maxRequestsPerSecond = maxRequestsPerSecond;
      copy.userAgent = userAgent;
      return copy;
    }
  }
}
