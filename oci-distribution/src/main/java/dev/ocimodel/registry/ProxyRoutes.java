package dev.ocimodel.registry;

import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The way to a host: direct, or through a proxy, to which its credentials are sent unasked. */
final class ProxyRoutes extends DefaultRoutePlanner {

  private final ProxyOptions options;

  ProxyRoutes(ProxyOptions options) {
    super(null);
    this.options = options;
  }

  boolean isProxied(Origin origin) {
    return options.proxyFor(origin) != null;
  }

  /** Returns what a request to this origin needs to know about its proxy. */
  HttpClientContext context(Origin origin) {
    HttpClientContext context = HttpClientContext.create();
    ProxyServer proxy = options.proxyFor(origin);
    if (proxy != null && proxy.credentials() != null) {
      BasicScheme scheme = new BasicScheme();
      scheme.initPreemptive(
          new UsernamePasswordCredentials(
              proxy.credentials().username(), proxy.credentials().password().toCharArray()));
      context.resetAuthExchange(host(proxy), scheme);
    }
    return context;
  }

  @Override
  protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
    ProxyServer proxy =
        options.proxyFor(
            target.getSchemeName().equals("https")
                ? Origin.secure(target.getHostName(), target.getPort())
                : Origin.plain(target.getHostName(), target.getPort()));
    return proxy == null ? null : host(proxy);
  }

  private static HttpHost host(ProxyServer proxy) {
    Origin origin = proxy.origin();
    return new HttpHost(origin.scheme(), origin.host(), origin.port());
  }
}
