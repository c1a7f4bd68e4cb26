package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A list of names, page by page: each page is fetched when its first name is wanted. */
final class NamePages implements Iterator<String> {

  private static final int PAGE_SIZE = 1_000;
  private static final int MAX_EMPTY_PAGES = 100;

  private final RegistryHttp http;
  private final Scope scope;
  private final long maxPage;
  private final Kind kind;
  private final String place;
  private final Deque<String> page = new ArrayDeque<>();
  private int emptyPages;
  private long pages;

  /** A page from before, renewed at every power of two: finds any circle, whatever its length. */
  private @Nullable URI marked;

  private @Nullable URI next;

  /**
   * @param first the first page, without a size
   * @param maxPage bytes that one page may have, the limit maxManifestSize
   * @param place what the names are of, for messages
   */
  NamePages(RegistryHttp http, URI first, Scope scope, long maxPage, Kind kind, String place) {
    this.http = http;
    this.next = Uris.withQuery(first, "n", Integer.toString(PAGE_SIZE));
    this.scope = scope;
    this.maxPage = maxPage;
    this.kind = kind;
    this.place = place;
  }

  Stream<String> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (page.isEmpty() && next != null) {
      URI uri = next;
      RegistryUnavailableException.<Boolean>wrapping(
          place, "list the " + kind.key, () -> fetch(uri));
    }
    return !page.isEmpty();
  }

  private boolean fetch(URI uri) throws IOException {
    if (uri.equals(marked)) {
      throw new InvalidContentException(place + " lists its " + kind.key + " in a circle");
    }
    if (Long.bitCount(++pages) == 1) {
      marked = uri;
    }
    try (HttpReply reply = http.send(HttpCall.of("GET", uri, scope).answering(404))) {
      if (reply.status() == 404) {
        throw new ContentNotFoundException(kind.absent + place);
      }
      next = Pages.next(reply).orElse(null);
      byte[] body = reply.read(maxPage, "maxManifestSize");
      page.addAll(
          StrictJson.parseObject(body, "list of " + kind.key + " of " + place).strings(kind.key));
      emptyPages = page.isEmpty() ? emptyPages + 1 : 0;
      if (emptyPages > MAX_EMPTY_PAGES) {
        throw new InvalidContentException(
            place + " lists its " + kind.key + " on more than " + MAX_EMPTY_PAGES + " empty pages");
      }
      return true;
    }
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.removeFirst();
  }

  /** What is listed. */
  enum Kind {
    TAGS("tags", "No repository "),
    REPOSITORIES("repositories", "No list of repositories at ");

    private final String key;
    private final String absent;

    Kind(String key, String absent) {
      this.key = key;
      this.absent = absent;
    }
  }
}
