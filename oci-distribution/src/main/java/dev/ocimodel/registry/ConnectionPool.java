package dev.ocimodel.registry;

import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.function.Resolver;

/** Makes an HTTP client that keeps connections and decides nothing by itself. */
final class ConnectionPool {

  private ConnectionPool() {}

  static CloseableHttpClient client(
      ClientOptions options,
      TlsByOrigin tls,
      ProxyRoutes routes,
      Resolver<HttpRoute, ConnectionConfig> configs) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(2 * options.maxConnections)
                .setMaxConnPerRoute(2 * options.maxConnections)
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(AnswerGuard::connection)
                .setConnectionConfigResolver(configs)
                .build())
        .setRoutePlanner(routes)
        .setRequestExecutor(AnswerGuard.executor())
        .disableAutomaticRetries()
        .disableAuthCaching()
        .setConnectionReuseStrategy(AnswerGuard.reuse())
        .setTargetAuthenticationStrategy((type, challenges, context) -> List.of())
        .disableContentCompression()
        .disableConnectionState() // a client certificate belongs to its origin, not to a user
        .disableCookieManagement()
        .disableDefaultUserAgent()
        .disableRedirectHandling()
        .build();
  }
}
