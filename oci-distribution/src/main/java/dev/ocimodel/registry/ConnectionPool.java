package dev.ocimodel.registry;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Makes an HTTP client that keeps connections and decides nothing by itself. */
final class ConnectionPool {

  private ConnectionPool() {}

  static CloseableHttpClient client(ClientOptions options, TlsByOrigin tls, ProxyRoutes routes) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(2 * options.maxConnections)
                .setMaxConnPerRoute(2 * options.maxConnections)
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(AnswerGuard::connection)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(options.connectTimeout))
                        .setSocketTimeout(Timeout.of(options.stallTimeout))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build())
        .setRoutePlanner(routes)
        .setRequestExecutor(AnswerGuard.executor())
        .disableAutomaticRetries()
        .disableAuthCaching()
        .disableContentCompression()
        .disableConnectionState() // a client certificate belongs to its origin, not to a user
        .disableCookieManagement()
        .disableDefaultUserAgent()
        .disableRedirectHandling()
        .build();
  }
}
