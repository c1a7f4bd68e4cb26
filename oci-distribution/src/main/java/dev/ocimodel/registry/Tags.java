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

/** The tag list, page by page. */
final class Tags {

  private static final int PAGE_SIZE = 1_000;
  private static final int MAX_EMPTY_PAGES = 100;

  private final RepositoryEndpoint endpoint;

  Tags(RepositoryEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  Stream<String> stream(String repository) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new PageIterator(repository), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private final class PageIterator implements Iterator<String> {

    private final String repository;
    private final Deque<String> page = new ArrayDeque<>();
    private int emptyPages;
    private long pages;

    /** A page from before, renewed at every power of two: finds any circle, whatever its length. */
    private @Nullable URI marked;

    private @Nullable URI next = Uris.withQuery(endpoint.tags(), "n", Integer.toString(PAGE_SIZE));

    PageIterator(String repository) {
      this.repository = repository;
    }

    @Override
    public boolean hasNext() {
      while (page.isEmpty() && next != null) {
        URI uri = next;
        RegistryUnavailableException.<Boolean>wrapping(
            repository, "list the tags", () -> fetch(uri));
      }
      return !page.isEmpty();
    }

    private boolean fetch(URI uri) throws IOException {
      if (uri.equals(marked)) {
        throw new InvalidContentException(repository + " lists its tags in a circle");
      }
      if (Long.bitCount(++pages) == 1) {
        marked = uri;
      }
      HttpCall call = HttpCall.of("GET", uri, endpoint.pull()).answering(404);
      try (HttpReply reply = endpoint.send(call)) {
        if (reply.status() == 404) {
          throw new ContentNotFoundException("No repository " + repository);
        }
        next = Pages.next(reply).orElse(null);
        byte[] body = reply.read(endpoint.limits().maxManifestSize(), "maxManifestSize");
        page.addAll(StrictJson.parseObject(body, "tag list of " + repository).strings("tags"));
        emptyPages = page.isEmpty() ? emptyPages + 1 : 0;
        if (emptyPages > MAX_EMPTY_PAGES) {
          throw new InvalidContentException(
              repository + " lists its tags on more than " + MAX_EMPTY_PAGES + " empty pages");
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
  }
}
