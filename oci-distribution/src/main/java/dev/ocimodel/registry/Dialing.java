package dev.ocimodel.registry;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.core5.function.Resolver;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** How connections are made, and for how long that may be tried: by origin, where it is said. */
final class Dialing implements Resolver<HttpRoute, ConnectionConfig> {

  private final Duration connectTimeout;
  private final Duration stallTimeout;
  private final ConcurrentMap<Origin, Duration> timeouts = new ConcurrentHashMap<>();

  Dialing(ClientOptions options) {
    this.connectTimeout = options.connectTimeout;
    this.stallTimeout = options.stallTimeout;
  }

  void within(Origin origin, Duration timeout) {
    timeouts.put(origin, timeout);
  }

  @Override
  public ConnectionConfig resolve(HttpRoute route) {
    Origin origin = Origin.of(URI.create(route.getTargetHost().toURI()));
    return ConnectionConfig.custom()
        .setConnectTimeout(Timeout.of(timeouts.getOrDefault(origin, connectTimeout)))
        .setSocketTimeout(Timeout.of(stallTimeout))
        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
        .build();
  }
}
