package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are reached without a proxy, in the words of {@code NO_PROXY} as Go's programs read
 * it: {@code host} with everything below it, {@code .host} for only what is below, each with an
 * optional port; addresses, CIDR blocks, and {@code *} for all. Names are compared, never resolved.
 */
final class NoProxy {

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final List<Entry> entries;

  private NoProxy(List<Entry> entries) {
    this.entries = entries;
  }

  static NoProxy of(String list) {
    List<Entry> entries = new ArrayList<>();
    for (String word : list.split("[,\\s]+", -1)) {
      if (!word.isEmpty()) {
        entries.add(entry(word.toLowerCase(Locale.ROOT)));
      }
    }
    return new NoProxy(List.copyOf(entries));
  }

  NoProxy and(NoProxy more) {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(more.entries);
    return new NoProxy(List.copyOf(all));
  }

  /** Loopback is never reached through a proxy: it would be the proxy's own. */
  boolean matches(Origin origin) {
    String host = withoutBrackets(origin.host());
    byte[] address = address(host);
    return isLoopback(host, address)
        || entries.stream().anyMatch(entry -> entry.matches(host, address, origin.port()));
  }

  private static boolean isLoopback(String host, byte @Nullable [] address) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    try {
      return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Entry entry(String word) {
    if (word.equals("*")) {
      return (host, address, port) -> true;
    }
    int slash = word.indexOf('/');
    if (slash >= 0) {
      return block(word, slash);
    }
    Pattern withPort = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(:([0-9]{1,5}))?");
    var parts = withPort.matcher(word);
    boolean split = parts.matches();
    String name = withoutBrackets(split ? parts.group(1) : word);
    int onlyPort = split && parts.group(3) != null ? Integer.parseInt(parts.group(3)) : -1;
    byte[] only = address(name);
    if (only != null) {
      return (host, address, port) ->
          address != null
              && java.util.Arrays.equals(address, only)
              && (onlyPort < 0 || onlyPort == port);
    }
    String below = name.startsWith("*.") ? name.substring(1) : name;
    String suffix = below.startsWith(".") ? below : "." + below;
    boolean itself = !below.startsWith(".");
    return (host, address, port) ->
        (onlyPort < 0 || onlyPort == port)
            && (host.endsWith(suffix) || (itself && host.equals(below)));
  }

  private static Entry block(String word, int slash) {
    byte[] network = address(withoutBrackets(word.substring(0, slash)));
    String length = word.substring(slash + 1);
    if (network == null
        || !length.matches("[0-9]{1,3}")
        || Integer.parseInt(length) > network.length * Byte.SIZE) {
      throw new InvalidContentException(
          "Not a list of hosts to reach without a proxy: an entry with a slash must be a CIDR"
              + " block, such as 10.0.0.0/8");
    }
    int bits = Integer.parseInt(length);
    return (host, address, port) -> address != null && isInside(address, network, bits);
  }

  private static boolean isInside(byte[] address, byte[] network, int bits) {
    if (address.length != network.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> i % Byte.SIZE;
      if ((address[i / Byte.SIZE] & mask) != (network[i / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the bytes of a literal address, or null for a name: nothing is looked up. */
  private static byte @Nullable [] address(String host) {
    if (host.indexOf(':') < 0 && !IPV4.matcher(host).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(host).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** One word of the list. */
  private interface Entry {
    boolean matches(String host, byte @Nullable [] address, int port);
  }
}
