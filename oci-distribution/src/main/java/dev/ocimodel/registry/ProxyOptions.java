package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Through which HTTP proxy registries are reached: with {@code CONNECT} where they speak TLS, so
 * that the proxy sees no more than their names. A user and password in a proxy's address go to that
 * proxy only. Loopback addresses are always reached directly. Immutable; start from {@link
 * #create()} or {@link #environment()}.
 */
public final class ProxyOptions {

  private static final ProxyOptions NONE = new ProxyOptions(null, null, NoProxy.of(""));

  private final @Nullable ProxyServer http;
  private final @Nullable ProxyServer https;
  private final NoProxy exceptions;

  private ProxyOptions(
      @Nullable ProxyServer http, @Nullable ProxyServer https, NoProxy exceptions) {
    this.http = http;
    this.https = https;
    this.exceptions = exceptions;
  }

  /** No proxy. */
  public static ProxyOptions create() {
    return NONE;
  }

  /**
   * What {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} say, or the same in lower
   * case; upper case wins.
   *
   * @throws InvalidContentException if one of them cannot be understood; its value is not shown
   */
  public static ProxyOptions environment() {
    return of(System.getenv());
  }

  static ProxyOptions of(Map<String, String> environment) {
    ProxyOptions options = NONE;
    String https = value(environment, "HTTPS_PROXY", "https_proxy");
    String http = value(environment, "HTTP_PROXY", "http_proxy");
    String exceptions = value(environment, "NO_PROXY", "no_proxy");
    options = https.isEmpty() ? options : options.withHttpsProxy(https);
    // In a CGI program this variable is a request's header (CVE-2016-5385).
    boolean cgi = environment.containsKey("REQUEST_METHOD");
    options = http.isEmpty() || cgi ? options : options.withHttpProxy(http);
    return exceptions.isEmpty() ? options : options.withExceptions(exceptions);
  }

  private static String value(Map<String, String> environment, String name, String other) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? environment.getOrDefault(other, "").strip() : value;
  }

  /**
   * Sets the proxy for all registries.
   *
   * @param address {@code [http://][user:password@]host[:port]}, or https for a proxy that is
   *     itself spoken to in TLS; special characters as {@code %XX}
   * @throws InvalidContentException if it is not that; the message does not quote it
   */
  public ProxyOptions withProxy(String address) {
    return withHttpProxy(address).withHttpsProxy(address);
  }

  /** Sets the proxy for registries that speak TLS; see {@link #withProxy}. */
  public ProxyOptions withHttpsProxy(String address) {
    return new ProxyOptions(http, ProxyServer.parse(address), exceptions);
  }

  /** Sets the proxy for registries in plain HTTP, which it can read; see {@link #withProxy}. */
  public ProxyOptions withHttpProxy(String address) {
    return new ProxyOptions(ProxyServer.parse(address), https, exceptions);
  }

  /**
   * Adds hosts that are reached directly.
   *
   * @param list as {@code NO_PROXY}: words between commas, each {@code host} (with everything below
   *     it), {@code .host} (only what is below it), {@code host:port}, an address, a CIDR block
   *     such as {@code 10.0.0.0/8}, or {@code *}. Names are not resolved
   * @throws InvalidContentException if a word with a slash is no CIDR block
   */
  public ProxyOptions withExceptions(String list) {
    return new ProxyOptions(http, https, exceptions.and(NoProxy.of(list)));
  }

  @Nullable ProxyServer proxyFor(Origin origin) {
    ProxyServer proxy = origin.isSecure() ? https : http;
    return proxy == null || exceptions.matches(origin) ? null : proxy;
  }

  /** Leaves user names and passwords out. */
  @Override
  public String toString() {
    return "ProxyOptions[http=" + shown(http) + ", https=" + shown(https) + "]";
  }

  private static String shown(@Nullable ProxyServer proxy) {
    return proxy == null ? "none" : proxy.origin().host() + ":" + proxy.origin().port();
  }
}
