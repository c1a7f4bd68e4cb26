package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The places besides a registry that a descriptor names for its content (image-spec 1.1
 * "Descriptor", {@code urls}). Whoever wrote the manifest chose them, so none is asked unless the
 * client's options allow it, and those are asked as by a stranger: no credentials, no header that
 * is meant for a registry, no answer to a challenge.
 */
final class ForeignUrls {

  /** More places than this for the same bytes do the reader no service. */
  private static final int MAX_ASKED = 8;

  private final @Nullable Predicate<URI> allowed;
  private final PlainHttp plainHttp;
  private final Predicate<Origin> identified;

  /**
   * @param allowed which may be asked; null for none
   * @param plainHttp which hosts may be asked without TLS
   * @param identified where connections show a client certificate, which is no way for a stranger
   *     to ask
   */
  ForeignUrls(@Nullable Predicate<URI> allowed, PlainHttp plainHttp, Predicate<Origin> identified) {
    this.identified = identified;
    this.allowed = allowed;
    this.plainHttp = plainHttp;
  }

  /**
   * Opens a range of what the registry lacks.
   *
   * @param absent what the registry said, which stands where there is no other place
   * @throws ContentNotFoundException if no place may be asked, or none has it
   * @throws IOException or another failure of the last place; the others' are suppressed
   */
  HttpReply get(RegistryHttp http, BlobRange range, ContentNotFoundException absent)
      throws IOException {
    List<URI> places = places(range.descriptor());
    if (places.isEmpty()) {
      throw explained(absent, range.descriptor());
    }
    Exception before = absent;
    for (int i = 0; ; i++) {
      HttpCall call = HttpCall.of("GET", places.get(i), Scope.none()).foreign(this::isAllowed);
      String shown = Uris.redacted(places.get(i));
      try {
        return range.get(http, call, shown);
      } catch (IOException
          | RegistryException
          | ContentNotFoundException
          | ContentMismatchException e) {
        e.addSuppressed(before);
        before = e;
        if (i == places.size() - 1 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private List<URI> places(Descriptor descriptor) {
    return descriptor.urls().stream()
        .flatMap(text -> parse(text).stream())
        .filter(this::isAllowed)
        .limit(MAX_ASKED)
        .toList();
  }

  private static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      return Uris.isUsable(uri) ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private boolean isAllowed(URI uri) {
    return allowed != null
        && isSecureEnough(uri)
        && !identified.test(Origin.of(uri))
        && allowed.test(uri);
  }

  private boolean isSecureEnough(URI uri) {
    Origin origin = Origin.of(uri);
    return origin.isSecure() || origin.registryNames().stream().anyMatch(plainHttp::appliesTo);
  }

  /** Says that there are other places, to a user who may not know that they need a choice. */
  private static ContentNotFoundException explained(
      ContentNotFoundException absent, Descriptor descriptor) {
    return descriptor.urls().isEmpty()
        ? absent
        : new ContentNotFoundException(
            absent.getMessage()
                + "; its descriptor names other URLs, of which this client may follow none"
                + " (RegistryClient.Builder.foreignUrls)",
            absent);
  }
}
