package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** URIs from registries: resolved, extended, and shown without what may be secret. */
final class Uris {

  private Uris() {}

  /** Resolves a {@code Location} against the URI of the request that was answered. */
  static URI resolve(URI request, String location) {
    try {
      URI resolved = request.resolve(new URI(location.strip()));
      if (!isUsable(resolved)) {
        throw invalidLocation(request, null);
      }
      return resolved;
    } catch (URISyntaxException e) {
      throw invalidLocation(request, e);
    }
  }

  /** Whether this is an address that a request can be sent to; credentials in one are none. */
  static boolean isUsable(URI uri) {
    String scheme = uri.getScheme();
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getPort() <= 65_535
        && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
  }

  private static InvalidContentException invalidLocation(
      URI request, @org.jspecify.annotations.Nullable Exception cause) {
    // The location itself may carry a signature: it is not shown.
    return new InvalidContentException(
        redacted(request) + " was answered with a Location that is no usable http(s) URI",
        cause == null ? null : new IllegalArgumentException("Not a URI"));
  }

  /** Adds a query parameter and keeps the query that is there as it is. */
  static URI withQuery(URI uri, String name, String value) {
    String text = uri.toString();
    int fragment = text.indexOf('#');
    String base = fragment < 0 ? text : text.substring(0, fragment);
    char separator = uri.getRawQuery() == null ? '?' : '&';
    return URI.create(base + separator + name + "=" + encode(value));
  }

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Shows scheme, host, port and path only. */
  static String redacted(URI uri) {
    StringBuilder shown = new StringBuilder();
    shown.append(uri.getScheme()).append("://").append(uri.getHost());
    if (uri.getPort() >= 0) {
      shown.append(':').append(uri.getPort());
    }
    return shown.append(uri.getRawPath()).toString();
  }
}
