package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.registry.tls.CertificateDirectories;
import dev.ocimodel.registry.tls.TlsOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Which options a TLS connection is made with: those for its host, else what a certificate
 * directory has for it, else those for all. The certificate in the options for all is shown to
 * registries that this client was asked for, and not where one of them leads.
 */
final class TlsByOrigin implements TlsSocketStrategy {

  /** Redirects can lead to any number of hosts; what is forgotten is read again. */
  private static final int MAX_REMEMBERED = 1_000;

  private final TlsOptions forRegistries;
  private final TlsOptions forOthers;
  private final ConcurrentMap<Origin, TlsOptions> forHosts;
  private final ConcurrentMap<Origin, TlsOptions> said = new ConcurrentHashMap<>();
  private final @Nullable CertificateDirectories directories;
  private final Set<Origin> registries = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Peer, TlsSocketStrategy> known = new ConcurrentHashMap<>();
  private final ConcurrentMap<TlsOptions, TlsSocketStrategy> loaded = new ConcurrentHashMap<>();
  private final Set<Origin> askedInVain = ConcurrentHashMap.newKeySet();
  private final Set<Origin> answering = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();

  TlsByOrigin(
      TlsOptions forAll,
      Map<Origin, TlsOptions> forHosts,
      @Nullable CertificateDirectories directories) {
    this.forRegistries = forAll;
    this.forOthers = forAll.hasClientCertificate() ? forAll.withoutClientCertificate() : forAll;
    this.forHosts = new ConcurrentHashMap<>(forHosts);
    this.directories = directories;
  }

  /** From now on this origin is a registry, whether or not something led there before. */
  void addRegistry(Origin registry) {
    registries.add(registry);
  }

  /**
   * Notes what one registry's hosts say of this origin. Two that differ would have to share
   * connections.
   *
   * @throws InvalidContentException if another registry's hosts say something else
   */
  void addHost(Origin origin, TlsOptions options) {
    TlsOptions earlier = said.putIfAbsent(origin, options);
    if (earlier != null && !earlier.toString().equals(options.toString())) {
      throw new InvalidContentException(
          "The hosts of two registries describe TLS at "
              + origin.host()
              + ":"
              + origin.port()
              + " differently: "
              + earlier
              + " and "
              + options);
    }
    if (earlier == null && options != TlsOptions.create()) {
      forHosts.put(origin, options);
      known.keySet().removeIf(peer -> peer.origin().equals(origin));
    }
  }

  /** Whether connections to this origin show a client certificate. */
  boolean identifiesItselfTo(Origin origin) {
    return origin.isSecure()
        && options(new Peer(origin, registries.contains(origin))).hasClientCertificate();
  }

  /** Reads what a connection to this origin needs; a file that is wrong fails here. */
  void prepare(Origin origin) throws InterruptedIOException {
    if (origin.isSecure()) {
      strategy(origin);
    }
  }

  @Override
  public SSLSocket upgrade(
      Socket socket,
      String host,
      int port,
      @Nullable Object attachment,
      @Nullable HttpContext context)
      throws IOException {
    Origin origin = Origin.secure(host, port);
    SSLSocket upgraded = strategy(origin).upgrade(socket, host, port, attachment, context);
    if (CertificateRequests.isNotedOn(upgraded.getSession()) && !answering.contains(origin)) {
      askedInVain.add(origin);
    }
    return upgraded;
  }

  /** This origin has answered over such a connection: it wants nothing more. */
  void answered(Origin origin) {
    if (origin.isSecure() && answering.add(origin)) {
      askedInVain.remove(origin);
    }
  }

  /** Returns a failure in words about client certificates, where it is about them. */
  IOException explained(URI uri, IOException failure) {
    return TlsFailures.explained(uri, failure, askedInVain.contains(Origin.of(uri)));
  }

  private TlsSocketStrategy strategy(Origin origin) throws InterruptedIOException {
    Peer peer = new Peer(origin, registries.contains(origin));
    TlsSocketStrategy ready = known.get(peer);
    if (ready != null) {
      return ready;
    }
    Locks.lock(lock); // its holder reads files
    try {
      TlsOptions options = options(peer);
      TlsSocketStrategy strategy = loaded.get(options);
      if (strategy == null) {
        strategy = strategy(options);
        loaded.put(options, strategy);
      }
      if (known.size() >= MAX_REMEMBERED) {
        known.clear();
        loaded.clear();
        askedInVain.clear();
        answering.clear();
      }
      known.put(peer, strategy);
      return strategy;
    } finally {
      lock.unlock();
    }
  }

  private TlsOptions options(Peer peer) {
    TlsOptions own = forHosts.get(peer.origin());
    if (own != null) {
      return own;
    }
    return peer.origin().registryNames().stream()
        .map(this::inDirectories)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(peer.isRegistry() ? forRegistries : forOthers);
  }

  private Optional<TlsOptions> inDirectories(String registry) {
    return directories == null ? Optional.empty() : directories.find(registry);
  }

  private static TlsSocketStrategy strategy(TlsOptions options) {
    return options.isVerified()
        ? new DefaultClientTlsStrategy(
            TlsContexts.of(options),
            HostnameVerificationPolicy.BOTH,
            HttpsSupport.getDefaultHostnameVerifier())
        : new DefaultClientTlsStrategy(
            TlsContexts.of(options),
            HostnameVerificationPolicy.CLIENT,
            NoopHostnameVerifier.INSTANCE);
  }

  private record Peer(Origin origin, boolean isRegistry) {}
}
