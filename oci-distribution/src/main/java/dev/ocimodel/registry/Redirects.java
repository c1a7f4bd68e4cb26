package dev.ocimodel.registry;

import java.io.IOException;
import java.net.URI;

/**
 * Follows redirects by hand, because the rules are ours: at most five hops, never from TLS to plain
 * HTTP, no credentials once the chain has left the origin it started at, and never as another
 * request: a PUT that became a GET would succeed at a login page and store nothing.
 */
final class Redirects {

  private static final int MAX_HOPS = 5;

  private final HttpCall original;
  private HttpCall current;
  private int hops;
  private boolean leftOrigin;

  Redirects(HttpCall call) {
    this.original = call;
    this.current = call;
  }

  HttpCall current() {
    return current;
  }

  /** Whether credentials may go to the current URI. */
  boolean isHome() {
    return !leftOrigin;
  }

  static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /** Closes the reply and makes its target the current call. */
  void follow(HttpReply reply) throws IOException {
    String location = reply.header("Location");
    int status = reply.status();
    reply.close();
    if (location == null) {
      throw refused("has no Location");
    }
    if (++hops > MAX_HOPS) {
      throw refused("leads on after " + MAX_HOPS + " hops");
    }
    URI next = Uris.resolve(current.uri(), location);
    if (Origin.of(current.uri()).isSecure() && !Origin.of(next).isSecure()) {
      throw refused("leads from https to http");
    }
    if (!original.mayReach(next)) {
      throw refused("leads where foreign URLs are not allowed to");
    }
    if (status != 307 && status != 308 && !isSafe(current.method())) {
      throw refused("(" + status + ") makes it a GET");
    }
    leftOrigin |= !Origin.of(next).equals(Origin.of(original.uri()));
    current = current.redirectedTo(next);
  }

  private static boolean isSafe(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  private RedirectRefusedException refused(String why) {
    return new RedirectRefusedException(original.shown() + " was refused: its redirect " + why);
  }

  /** A redirect that is not followed; trying again would end in the same place. */
  static final class RedirectRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RedirectRefusedException(String message) {
      super(message);
    }
  }
}
