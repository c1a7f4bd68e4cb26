package dev.ocimodel.registry.hosts;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.registry.tls.TlsOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One host that answers for a registry: a mirror, or the registry's own server. Immutable; start
 * from {@link #of(String)}.
 *
 * <p>What is said here of TLS and of the dial timeout holds for every connection of the client to
 * this scheme, host and port. Credentials for it are looked for under its own name; those of the
 * registry it stands in for are never sent to it.
 *
 * @param url scheme, host, optional port and path. An {@code http} URL means plain HTTP, whatever
 *     the client does elsewhere
 * @param capabilities what may be asked of it
 * @param overridePath whether the API is right below the URL's path, and not at {@code /v2} below
 *     it
 * @param tls whom to trust and who to be there
 * @param headers sent with every request to this host, and to no other; the values of one name are
 *     joined with commas
 * @param dialTimeout how long a connection may take to be made; null for the client's own limit
 */
public record RegistryHost(
    URI url,
    Set<Capability> capabilities,
    boolean overridePath,
    TlsOptions tls,
    Map<String, List<String>> headers,
    @Nullable Duration dialTimeout) {

  /** What a host can be asked for, which is also what it is trusted with. */
  public enum Capability {
    /** Manifests and blobs by digest, which are verified. */
    PULL,
    /**
     * Which digest a tag has. That cannot be verified: whoever answers decides which content the
     * tag is, and may know an older one.
     */
    RESOLVE,
    /** Uploads, and whatever else changes a repository or lists what is in it. */
    PUSH
  }

  /**
   * Checks and copies.
   *
   * @throws InvalidContentException if the URL, a header or the timeout is unusable
   */
  public RegistryHost {
    url = HostUrls.checked(url);
    capabilities = Set.copyOf(capabilities);
    headers = HostHeaders.checked(headers);
    if (dialTimeout != null && (dialTimeout.isZero() || dialTimeout.isNegative())) {
      throw new InvalidContentException("A dial timeout must be positive: " + dialTimeout);
    }
  }

  /**
   * A host that can be asked for everything.
   *
   * @param url scheme, host, optional port and path; {@code https} where there is no scheme
   * @throws InvalidContentException if it is no such URL
   */
  public static RegistryHost of(String url) {
    try {
      return of(new URI(url.contains("://") ? url : "https://" + url));
    } catch (URISyntaxException e) {
      throw HostUrls.invalid(); // without the text, which may hold a password
    }
  }

  static RegistryHost of(URI url) {
    return new RegistryHost(
        url, EnumSet.allOf(Capability.class), false, TlsOptions.create(), Map.of(), null);
  }

  /** Asks it only for this. */
  public RegistryHost withCapabilities(Set<Capability> only) {
    return new RegistryHost(url, only, overridePath, tls, headers, dialTimeout);
  }

  /** Sends requests right below the URL's path: no {@code /v2} is added. */
  public RegistryHost withOverridePath() {
    return new RegistryHost(url, capabilities, true, tls, headers, dialTimeout);
  }

  /** Sets whom to trust and who to be there. */
  public RegistryHost withTls(TlsOptions options) {
    return new RegistryHost(url, capabilities, overridePath, options, headers, dialTimeout);
  }

  /** Sends a header with every request to this host. */
  public RegistryHost withHeader(String name, List<String> values) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    more.put(name, values);
    return new RegistryHost(url, capabilities, overridePath, tls, more, dialTimeout);
  }

  /** Sets how long a connection may take to be made. */
  public RegistryHost withDialTimeout(Duration timeout) {
    return new RegistryHost(url, capabilities, overridePath, tls, headers, timeout);
  }

  /** Returns where the distribution API begins; without a slash at its end. */
  public URI api() {
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
    boolean asIs = overridePath || path.endsWith("/v2");
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + (asIs ? "" : "/v2"));
  }

  @Override
  public String toString() {
    return "RegistryHost["
        + url
        + ", capabilities="
        + capabilities
        + ", overridePath="
        + overridePath
        + ", "
        + tls
        + ", headers="
        + headers.keySet()
        + ", dialTimeout="
        + dialTimeout
        + "]";
  }
}
