package dev.ocimodel.registry.auth;

import dev.ocimodel.oci.Reference;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A registry as credential stores know it. Docker Hub has several host names and one historic key,
 * {@code https://index.docker.io/v1/}; all of them are one registry here.
 *
 * @param host lowercase host and optional port
 */
record RegistryName(String host) {

  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";
  private static final Set<String> DOCKER_HUB_HOSTS =
      Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

  /** What clients once appended to a registry's URL before they used it as a key. */
  private static final Set<String> API_PATHS = Set.of("", "v1", "v2");

  private static final int NO_MATCH = -1;
  private static final int SAME_HOST = 0;
  private static final int SAME_KEY = 1;

  static RegistryName parse(String registry) {
    // A reference checks the grammar. It also keeps a line break from being smuggled into what a
    // credential helper reads.
    return new RegistryName(
        canonical(new Reference(registry, "repository", null, null).registry()));
  }

  private static String canonical(String host) {
    String lowercase = host.toLowerCase(Locale.ROOT);
    return DOCKER_HUB_HOSTS.contains(lowercase) ? DOCKER_HUB : lowercase;
  }

  /** What Docker's tools call this registry in {@code config.json} and towards a helper. */
  String serverAddress() {
    return host.equals(DOCKER_HUB) ? DOCKER_HUB_KEY : host;
  }

  /** Returns the keys that stand for this registry and repository, the most specific first. */
  List<String> matching(List<String> keys, String repository) {
    return keys.stream()
        .filter(key -> match(key, repository) > NO_MATCH)
        .sorted(Comparator.comparingInt((String key) -> match(key, repository)).reversed())
        .toList();
  }

  /**
   * A URL stands for its host whatever its path. A bare {@code host/path} is a namespace
   * (containers-auth.json.5), whose credentials belong to the repositories below it only.
   */
  private int match(String key, String repository) {
    if (key.equals(serverAddress())) {
      return SAME_KEY;
    }
    int scheme = key.indexOf("://");
    String rest = scheme < 0 ? key : key.substring(scheme + 3);
    int slash = rest.indexOf('/');
    String keyHost = slash < 0 ? rest : rest.substring(0, slash);
    if (!canonical(keyHost).equals(host)) {
      return NO_MATCH;
    }
    String path = slash < 0 ? "" : withoutTrailingSlash(rest.substring(slash + 1));
    if (scheme >= 0 || API_PATHS.contains(path)) {
      return SAME_HOST;
    }
    boolean inside = repository.equals(path) || repository.startsWith(path + "/");
    return inside ? SAME_KEY + path.length() : NO_MATCH;
  }

  private static String withoutTrailingSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
