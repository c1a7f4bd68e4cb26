package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/**
 * The address of a token server, which a registry is free to name and which will be sent a
 * password. Refused: plain HTTP named by a registry that speaks TLS, and addresses inside the
 * machine or the local network named by a registry that is somewhere else (CVE-2026-48978,
 * CVE-2025-51471).
 */
final class TokenRealm {

  private TokenRealm() {}

  /**
   * @param proxied whether a proxy would look up the host of an address: then this machine may not
   *     know its name
   */
  static URI of(Origin registry, Challenge challenge, Predicate<URI> proxied) throws IOException {
    String realm = challenge.parameters().get("realm");
    if (realm == null) {
      throw new InvalidContentException(
          registry.host() + " asks for a bearer token and does not say where to get one");
    }
    URI uri = parse(registry, realm);
    Origin origin = Origin.of(uri);
    if (registry.isSecure() && !origin.isSecure()) {
      throw refused(registry, uri, "it is plain HTTP and the registry is not");
    }
    if (!origin.host().equals(registry.host())) {
      checkAddress(registry, uri, proxied.test(uri));
    }
    return uri;
  }

  private static URI parse(Origin registry, String realm) {
    try {
      URI uri = new URI(realm);
      if (Uris.isUsable(uri)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below, without the foreign text
    }
    throw new InvalidContentException(
        registry.host() + " names a token server that is no http(s) URI");
  }

  private static void checkAddress(Origin registry, URI uri, boolean proxied) throws IOException {
    for (InetAddress address : addresses(uri.getHost(), proxied)) {
      if (InnerAddress.is(address) && !isRegistrysOwn(registry, address)) {
        throw refused(registry, uri, "it is an address inside this machine or network");
      }
    }
  }

  private static InetAddress[] addresses(String host, boolean proxied) throws UnknownHostException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      if (proxied) {
        return new InetAddress[0];
      }
      throw e;
    }
  }

  /**
   * A registry on this machine may be called localhost and name 127.0.0.1, or the reverse. One that
   * has an address outside as well has nothing to name in here.
   */
  private static boolean isRegistrysOwn(Origin registry, InetAddress address) {
    try {
      boolean same = false;
      for (InetAddress own : InetAddress.getAllByName(registry.host())) {
        if (!InnerAddress.is(own)) {
          return false;
        }
        same |= own.equals(address) || (own.isLoopbackAddress() && address.isLoopbackAddress());
      }
      return same;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static InvalidContentException refused(Origin registry, URI uri, String why) {
    return new InvalidContentException(
        "The token server "
            + Uris.redacted(uri)
            + " that "
            + registry.host()
            + " names was refused: "
            + why);
  }
}
