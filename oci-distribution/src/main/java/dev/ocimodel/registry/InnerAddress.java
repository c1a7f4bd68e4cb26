package dev.ocimodel.registry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Addresses that mean something only inside this machine or network, IPv6's and those of carriers
 * included, which {@link InetAddress} does not know as such (RFC 6890).
 */
final class InnerAddress {

  private InnerAddress() {}

  static boolean is(InetAddress address) throws UnknownHostException {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet4Address
            ? isInner4(address.getAddress())
            : isInner6(address.getAddress()));
  }

  /** 0.0.0.0/8 is this network, 100.64.0.0/10 the carrier's. */
  private static boolean isInner4(byte[] bytes) {
    return bytes[0] == 0 || (bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
  }

  /** fc00::/7 is local; 64:ff9b::/32 leads to the IPv4 address at its end. */
  private static boolean isInner6(byte[] bytes) throws UnknownHostException {
    if ((bytes[0] & 0xfe) == 0xfc) {
      return true;
    }
    boolean translated =
        bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b;
    return translated && is(InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)));
  }
}
