package dev.ocimodel.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a sorted list, as {@code n} and {@code last} ask for it (distribution-spec 1.1
 * "Listing Tags").
 *
 * @param items the entries of this page
 * @param isLast whether none follow
 */
record Page(List<String> items, boolean isLast) {

  static Page of(Call call, List<String> sorted, int maxSize) {
    @Nullable String last = call.query("last");
    List<String> rest =
        last == null ? sorted : sorted.stream().filter(item -> item.compareTo(last) > 0).toList();
    int size = Math.min(requested(call), maxSize);
    return new Page(rest.stream().limit(size).toList(), size == 0 || rest.size() <= size);
  }

  private static int requested(Call call) {
    @Nullable String n = call.query("n");
    if (n == null) {
      return Integer.MAX_VALUE;
    }
    if (!n.matches("\\d{1,9}")) {
      throw RegistryError.invalid("UNSUPPORTED", "n must be a number that is not negative");
    }
    return Integer.parseInt(n);
  }

  /** Adds the link to the next page, which asks for the same again behind the last entry. */
  Response link(Call call, Response response) {
    if (isLast) {
      return response;
    }
    StringBuilder next = new StringBuilder(call.request().path()).append("?last=");
    next.append(encode(items.get(items.size() - 1)));
    call.request()
        .query()
        .forEach(
            (key, value) -> {
              if (!key.equals("last")) {
                next.append('&').append(encode(key)).append('=').append(encode(value));
              }
            });
    return response.withHeader("Link", "<" + next + ">; rel=\"next\"");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
