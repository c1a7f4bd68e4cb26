package dev.ocimodel.registry;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Every connection of a client was in use for longer than the program wants to wait. */
final class NoConnectionFreeException extends IOException {

  private static final long serialVersionUID = 1L;

  NoConnectionFreeException(URI uri, int maxConnections, Duration limit) {
    super(
        "None of this client's "
            + maxConnections
            + " connections became free for "
            + Uris.redacted(uri)
            + " within "
            + limit
            + "; close streams that are not read, or raise maxConnections");
  }
}
