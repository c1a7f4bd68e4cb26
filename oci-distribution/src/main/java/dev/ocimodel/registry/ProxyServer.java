package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.registry.auth.Credentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A proxy and who to be there.
 *
 * @param origin where it listens, and whether it speaks TLS itself
 * @param credentials for the proxy and nobody else, or null
 */
record ProxyServer(Origin origin, Credentials.@Nullable Basic credentials) {

  /** Reads {@code [scheme://][user[:password]@]host[:port]}; messages never quote it. */
  static ProxyServer parse(String text) {
    String stripped = text.strip();
    try {
      URI uri = new URI(stripped.contains("://") ? stripped : "http://" + stripped);
      String scheme = String.valueOf(uri.getScheme());
      boolean http = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      if (http && uri.getHost() != null && uri.getPort() <= 65_535) {
        return new ProxyServer(Origin.of(uri), credentials(uri.getRawUserInfo()));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // told below, without the text, which may hold a password
    }
    throw new InvalidContentException(
        "Not the address of a proxy: expected http://[USER:PASSWORD@]HOST[:PORT], with special"
            + " characters of the password as %XX; SOCKS is not supported");
  }

  private static Credentials.@Nullable Basic credentials(@Nullable String userInfo) {
    if (userInfo == null || userInfo.isEmpty()) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    String password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return new Credentials.Basic(decode(user), decode(password));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
