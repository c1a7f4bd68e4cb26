package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.hosts.HostsDirectory;
import dev.ocimodel.registry.hosts.RegistryHosts;
import dev.ocimodel.registry.tls.CertificateDirectories;
import dev.ocimodel.registry.tls.TlsOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a {@link RegistryClient.Builder} gathers, with the defaults. */
final class ClientOptions {

  CredentialsProvider credentials = CredentialsProvider.anonymous();
  PlainHttp plainHttp = PlainHttp.forLoopback();
  TlsOptions tls = TlsOptions.create();
  final Map<Origin, TlsOptions> tlsOfHosts = new HashMap<>();
  @Nullable CertificateDirectories certificateDirectories;
  final Map<String, RegistryHosts> hosts = new HashMap<>();
  @Nullable RegistryHosts otherHosts;
  @Nullable HostsDirectory hostsDirectory;
  @Nullable Predicate<URI> foreignUrls;
  boolean tagsAtLast;
  LongSupplier nanoTime = System::nanoTime;
  ProxyOptions proxy = ProxyOptions.create();
  RetryPolicy retryPolicy = RetryPolicy.create();
  ContentLimits limits = ContentLimits.create();
  Duration connectTimeout = Duration.ofSeconds(10);
  Duration stallTimeout = Duration.ofSeconds(30);
  Duration commitTimeout = Duration.ofMinutes(15);
  Duration connectionWaitLimit = Duration.ofMillis(Long.MAX_VALUE);
  Consumer<RegistryWarning> warningListener = warning -> {};
  int maxConnections = 8;
  int rangeSize = 1024 * 1024;
  long readAheadWindow = Math.min(32L * 1024 * 1024, Runtime.getRuntime().maxMemory() * 3 / 8);
  long uploadChunkSize = 64L * 1024 * 1024;
  @Nullable Path uploadSessions;
  final Map<String, RegistryProfile> profiles = new HashMap<>();
  long maxBytesPerSecond;
  int maxRequestsPerSecond;
  String userAgent = "oci-model-sdk";

  /** Whoever has a copy sees no later changes. */
  ClientOptions copy() {
    ClientOptions copy = new ClientOptions();
    copy.credentials = credentials;
    copy.plainHttp = plainHttp;
    copy.tls = tls;
    copy.tlsOfHosts.putAll(tlsOfHosts);
    copy.certificateDirectories = certificateDirectories;
    copy.hosts.putAll(hosts);
    copy.otherHosts = otherHosts;
    copy.hostsDirectory = hostsDirectory;
    copy.foreignUrls = foreignUrls;
    copy.tagsAtLast = tagsAtLast;
    copy.nanoTime = nanoTime;
    copy.proxy = proxy;
    copy.retryPolicy = retryPolicy;
    copy.limits = limits;
    copy.connectTimeout = connectTimeout;
    copy.stallTimeout = stallTimeout;
    copy.commitTimeout = commitTimeout;
    copy.connectionWaitLimit = connectionWaitLimit;
    copy.warningListener = warningListener;
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

  static Duration positive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be positive: " + duration);
    }
    return duration;
  }

  static long atLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
    return value;
  }
}
