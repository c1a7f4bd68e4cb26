package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the next page of a list is (distribution-spec 1.1 "Listing Tags", RFC 8288). */
final class Pages {

  private static final Pattern NEXT =
      Pattern.compile("<([^>]*)>\\s*(?:;[^,]*)?;\\s*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

  private Pages() {}

  /** A next page must be on the same host: it is asked for with the same credentials. */
  static Optional<URI> next(HttpReply reply) {
    for (String header : reply.headers("Link")) {
      Matcher matcher = NEXT.matcher(header);
      if (matcher.find()) {
        URI next = Uris.resolve(reply.uri(), matcher.group(1));
        if (!Origin.of(next).equals(Origin.of(reply.uri()))) {
          throw new InvalidContentException(
              Uris.redacted(reply.uri()) + " names a next page on another host: refused");
        }
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }
}
