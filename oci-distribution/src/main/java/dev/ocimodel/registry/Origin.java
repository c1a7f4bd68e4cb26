package dev.ocimodel.registry;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Scheme, host and port: what credentials are bound to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lowercase host, IPv6 in brackets
 * @param port effective port
 */
record Origin(String scheme, String host, int port) {

  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_HOST = "registry-1.docker.io";

  static Origin of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT), port);
  }

  /** The origin of TLS connections to a host; IPv6 with or without brackets. */
  static Origin secure(String host, int port) {
    return new Origin("https", bracketed(host), port > 0 ? port : 443);
  }

  /** As {@link #secure}, without TLS. */
  static Origin plain(String host, int port) {
    return new Origin("http", bracketed(host), port > 0 ? port : 80);
  }

  private static String bracketed(String host) {
    String shown = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    return shown.toLowerCase(Locale.ROOT);
  }

  /** Where a registry is called by its name in references. */
  static URI ofRegistry(String scheme, String registry) {
    return URI.create(scheme + "://" + (registry.equals(DOCKER_HUB) ? DOCKER_HUB_HOST : registry));
  }

  /** What this origin may be called in references, the most usual first. */
  List<String> registryNames() {
    if (port != (isSecure() ? 443 : 80)) {
      return List.of(host + ":" + port);
    }
    return host.equals(DOCKER_HUB_HOST)
        ? List.of(DOCKER_HUB, host, host + ":" + port)
        : List.of(host, host + ":" + port);
  }

  boolean isSecure() {
    return scheme.equals("https");
  }
}
