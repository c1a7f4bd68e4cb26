package dev.ocimodel.registry.hosts;

import dev.ocimodel.oci.InvalidContentException;
import java.net.URI;
import java.util.Locale;

/** Holds the URL of a host to its form. */
final class HostUrls {

  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_HOST = "registry-1.docker.io";

  private HostUrls() {}

  /** Docker Hub's API is not at the name of its references, as containerd knows too. */
  static URI checked(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("https") || scheme.equals("http");
    boolean plain =
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
    if (!http || url.getHost() == null || !plain || url.getPort() > 65_535 || climbs(url)) {
      throw invalid();
    }
    String host = url.getHost().toLowerCase(Locale.ROOT);
    return URI.create(
        scheme
            + "://"
            + (host.equals(DOCKER_HUB) ? DOCKER_HUB_HOST : host)
            + (url.getPort() < 0 ? "" : ":" + url.getPort())
            + url.getRawPath());
  }

  private static boolean climbs(URI url) {
    return ("/" + url.getPath() + "/").matches(".*/\\.{1,2}/.*");
  }

  static InvalidContentException invalid() {
    return new InvalidContentException(
        "The URL of a registry's host must be http(s)://HOST[:PORT][/PATH], without user info,"
            + " query or \"..\"");
  }
}
