package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.Reference;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.hosts.HostsDirectory;
import dev.ocimodel.registry.hosts.RegistryHost;
import dev.ocimodel.registry.hosts.RegistryHosts;
import dev.ocimodel.registry.tls.CertificateDirectories;
import dev.ocimodel.registry.tls.TlsOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  private final Connections connections;

  private RegistryClient(ClientOptions options) {
    this.connections = new Connections(options);
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

  /**
   * Returns the repository of a reference; nothing is sent. What a {@link Builder#hostsDirectory}
   * says of its registry is read at the first one.
   *
   * @throws dev.ocimodel.oci.InvalidContentException if that is not what containerd documents
   * @throws dev.ocimodel.oci.StorageException if it cannot be read
   */
  public Repository repository(Reference reference) {
    return new Repository(reference.name(), connections.hosts(reference));
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
    connections.ping(registry);
  }

  /**
   * Lists the repositories of a registry, as far as these credentials may see them; pages are
   * fetched while the stream is read. This is Docker's {@code _catalog}, which is not part of the
   * distribution specification: hosted registries have it rarely.
   *
   * @param registry host and optional port
   * @throws dev.ocimodel.oci.ContentNotFoundException from the stream, if there is no such list
   * @throws RegistryUnavailableException from the stream, if there is no answer
   */
  public Stream<String> repositories(String registry) {
    return connections.repositories(registry);
  }

  /** Ends every connection and thread of this client. */
  @Override
  public void close() {
    connections.close();
  }

  /** Options of a {@link RegistryClient}. */
  public static final class Builder {

    private final ClientOptions options = new ClientOptions();

    private Builder() {}

    /** Sets who to be. The default is nobody. */
    public Builder credentials(CredentialsProvider provider) {
      options.credentials = provider;
      return this;
    }

    /** Sets which registries are spoken to without TLS. The default is loopback only. */
    public Builder plainHttp(PlainHttp policy) {
      options.plainHttp = policy;
      return this;
    }

    /**
     * Sets whom to trust everywhere, and who to be at every registry that this client is asked for.
     * Where those redirect to, and token servers, see no client certificate.
     *
     * @throws IllegalArgumentException for options without verification: name their host
     */
    public Builder tls(TlsOptions tls) {
      if (!tls.isVerified()) {
        throw new IllegalArgumentException(
            "Options without verification are for one host: use tls(host, options)");
      }
      options.tls = tls;
      return this;
    }

    /**
     * Sets whom to trust and who to be at one registry or other host, in place of what {@link
     * #tls(TlsOptions)} and {@link #certificateDirectories} say.
     *
     * @param host host and optional port
     * @throws dev.ocimodel.oci.InvalidContentException if it is not that
     */
    public Builder tls(String host, TlsOptions tls) {
      String registry = new Reference(host, "any", null, null).registry();
      options.tlsOfHosts.put(Origin.of(Origin.ofRegistry("https", registry)), tls);
      return this;
    }

    /**
     * Sets where authorities and client certificates for single registries are, as docker and
     * podman keep them ({@code certs.d}). Nothing is looked for unless this is called; {@link
     * CertificateDirectories#standard()} are their usual places.
     */
    public Builder certificateDirectories(CertificateDirectories directories) {
      options.certificateDirectories = directories;
      return this;
    }

    /** Sets the proxy. The default is none; {@link ProxyOptions#environment()} is the usual one. */
    public Builder proxy(ProxyOptions proxy) {
      options.proxy = proxy;
      return this;
    }

    /**
     * Sets the hosts that answer for a registry, in their order; see {@link RegistryHosts}. They
     * take the place of what {@link #hostsDirectory} says of it.
     *
     * @param registry host and optional port, as in a reference
     * @throws dev.ocimodel.oci.InvalidContentException if it is not that
     */
    public Builder hosts(String registry, RegistryHosts hosts) {
      options.hosts.put(new Reference(registry, "any", null, null).registry(), hosts);
      return this;
    }

    /** Sets the hosts that answer for every registry of which nothing else is said. */
    public Builder hosts(RegistryHosts hosts) {
      options.otherHosts = hosts;
      return this;
    }

    /**
     * Sets the directory that says which hosts answer for which registry, as containerd keeps it
     * ({@code /etc/containerd/certs.d}). What it says of a registry is read once per client.
     */
    public Builder hostsDirectory(Path directory) {
      options.hostsDirectory = HostsDirectory.of(directory);
      return this;
    }

    /**
     * Asks no mirror which digest a tag has, only the last host. The default is to ask those that
     * can {@link RegistryHost.Capability#RESOLVE} first: their answers may be old, or untrue.
     */
    public Builder resolveTagsAtOrigin() {
      options.tagsAtLast = true;
      return this;
    }

    /**
     * Sets which of the {@code urls} of a descriptor may be asked for content that the registry
     * does not have (image-spec 1.1 "Descriptor"). The default is none. Whoever wrote the manifest
     * chose them: allow hosts, not patterns. They see no credentials; those that would see a client
     * certificate are not asked. Plain HTTP needs {@link #plainHttp} as well.
     *
     * @param allowed asked of every address before a request goes there, redirects included
     */
    public Builder foreignUrls(Predicate<URI> allowed) {
      options.foreignUrls = allowed;
      return this;
    }

    /** Sets the clock for how long a mirror is passed over. */
    Builder nanoTime(LongSupplier clock) {
      options.nanoTime = clock;
      return this;
    }

    /** Sets how requests are repeated. */
    public Builder retryPolicy(RetryPolicy policy) {
      options.retryPolicy = policy;
      return this;
    }

    /** Sets the bounds on what is read into memory. */
    public Builder limits(ContentLimits contentLimits) {
      options.limits = contentLimits;
      return this;
    }

    /** Sets how long a connection may take to be made. The default is 10 seconds. */
    public Builder connectTimeout(Duration timeout) {
      options.connectTimeout = ClientOptions.positive("connectTimeout", timeout);
      return this;
    }

    /**
     * Sets how long nothing may move before an exchange is ended and tried again. There is no limit
     * on the whole. The default is 30 seconds.
     */
    public Builder stallTimeout(Duration timeout) {
      options.stallTimeout = ClientOptions.positive("stallTimeout", timeout);
      return this;
    }

    /** Sets how long an upload that has all its bytes may take to finish; 15 minutes by default. */
    public Builder commitTimeout(Duration timeout) {
      options.commitTimeout = ClientOptions.positive("commitTimeout", timeout);
      return this;
    }

    /** Sets how many connections all registries together have in each direction; 8 by default. */
    public Builder maxConnections(int connections) {
      options.maxConnections = (int) ClientOptions.atLeast(1, "maxConnections", connections);
      return this;
    }

    /**
     * Sets how long a request may wait for one of the connections to become free; after that it
     * fails. There is no limit by default: where many threads share a client, waiting is no fault.
     */
    public Builder connectionWaitLimit(Duration limit) {
      options.connectionWaitLimit = ClientOptions.positive("connectionWaitLimit", limit);
      return this;
    }

    /**
     * Sets who hears what registries warn of: each warning once per client, a hundred at most, on
     * the thread whose request was answered. The default is nobody.
     */
    public Builder warningListener(Consumer<RegistryWarning> listener) {
      options.warningListener = listener;
      return this;
    }

    /**
     * Sets how many bytes one request asks for, at least, where a large blob is read over several
     * connections; more, up to 8 MiB, where answers are long in coming. The default is 1 MiB.
     */
    public Builder rangeSize(int bytes) {
      options.rangeSize = (int) ClientOptions.atLeast(64 * 1024, "rangeSize", bytes);
      return this;
    }

    /**
     * Sets how many bytes may be read ahead of their readers, all blobs together: the memory that
     * several connections per blob cost. It should hold two ranges per connection. 0 means one
     * connection per blob. The default is 32 MiB, but at most 3/8 of the heap.
     */
    public Builder readAheadWindow(long bytes) {
      options.readAheadWindow = ClientOptions.atLeast(0, "readAheadWindow", bytes);
      return this;
    }

    /**
     * Sets how many bytes go up in one request where a blob goes up in chunks: at registries that
     * want that, and after a proxy has refused a larger request. What the registry says in {@code
     * OCI-Chunk-Min-Length} is obeyed, and what is still too large is divided further. The default
     * is 64 MiB.
     */
    public Builder uploadChunkSize(long bytes) {
      options.uploadChunkSize = ClientOptions.atLeast(1024 * 1024, "uploadChunkSize", bytes);
      return this;
    }

    /**
     * Sets a directory in which upload sessions are noted, so that a process that comes after one
     * that was killed goes on where that stopped, at registries that keep a broken session. Its
     * files hold the locations that registries gave, which can be as good as a password for an
     * upload, and are readable for their owner only. The default is to note nothing.
     */
    public Builder uploadSessions(Path directory) {
      options.uploadSessions = directory;
      return this;
    }

    /**
     * Says how a registry ({@code host[:port]}) differs, where its name and answers do not tell.
     */
    public Builder profile(String registry, RegistryProfile profile) {
      options.profiles.put(registry, profile);
      return this;
    }

    /**
     * Sets how many bytes of bodies may pass per second in each direction; unlimited by default.
     */
    public Builder maxBytesPerSecond(long bytes) {
      options.maxBytesPerSecond = ClientOptions.atLeast(1, "maxBytesPerSecond", bytes);
      return this;
    }

    /** Sets how many requests may be sent per second. The default is no limit. */
    public Builder maxRequestsPerSecond(int requests) {
      options.maxRequestsPerSecond =
          (int) ClientOptions.atLeast(1, "maxRequestsPerSecond", requests);
      return this;
    }

    /** Sets the {@code User-Agent}. */
    public Builder userAgent(String value) {
      options.userAgent = value;
      return this;
    }

    /** Returns a client with these options. Later changes to this builder do not reach it. */
    public RegistryClient build() {
      return new RegistryClient(options.copy());
    }
  }
}
