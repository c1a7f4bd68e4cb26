package dev.ocimodel.registry;

import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: what credentials are bound to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lowercase host, IPv6 in brackets
 * @param port effective port
 */
record Origin(String scheme, String host, int port) {

  static Origin of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT), port);
  }

  boolean isSecure() {
    return scheme.equals("https");
  }
}
