package dev.ocimodel.registry;

import java.util.Set;

/**
 * Which registries are spoken to without TLS. The default is loopback only: {@code localhost},
 * {@code 127.0.0.0/8} and {@code ::1}.
 */
public final class PlainHttp {

  private static final PlainHttp LOOPBACK = new PlainHttp(true, false, Set.of());

  private final boolean loopback;
  private final boolean all;
  private final Set<String> registries;

  private PlainHttp(boolean loopback, boolean all, Set<String> registries) {
    this.loopback = loopback;
    this.all = all;
    this.registries = registries;
  }

  /** Plain HTTP for loopback addresses, TLS for everything else. */
  public static PlainHttp forLoopback() {
    return LOOPBACK;
  }

  /** TLS everywhere, loopback included. */
  public static PlainHttp never() {
    return new PlainHttp(false, false, Set.of());
  }

  /** Plain HTTP everywhere. Credentials and content can be read and changed on the way. */
  public static PlainHttp always() {
    return new PlainHttp(true, true, Set.of());
  }

  /** Plain HTTP for these registries too, each as {@code host[:port]}. */
  public PlainHttp withRegistries(Set<String> hosts) {
    return new PlainHttp(loopback, all, Set.copyOf(hosts));
  }

  boolean appliesTo(String registry) {
    return all || registries.contains(registry) || (loopback && isLoopback(registry));
  }

  private static boolean isLoopback(String registry) {
    String host = registry.replaceFirst(":[0-9]+$", "");
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }
}
