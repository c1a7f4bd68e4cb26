package dev.ocimodel.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived, before its body was read.
 *
 * @param number position among all requests of this registry, from 1
 * @param method HTTP method, such as {@code PATCH}
 * @param path path without query, such as {@code /v2/models/phi-4/blobs/uploads/}
 * @param query decoded query parameters; the first value of each
 * @param headers header fields by lowercase name, the first value of each; {@code authorization}
 *     holds the scheme only
 */
public record RegistryRequest(
    int number,
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers) {

  /** Copies the maps. */
  public RegistryRequest {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Whether method and whole path fit; the path is a regular expression. */
  public boolean is(String expectedMethod, String pathPattern) {
    return method.equals(expectedMethod) && path.matches(pathPattern);
  }

  /** Returns a header field's first value by its lowercase name, or null when it was not sent. */
  public @Nullable String header(String lowercaseName) {
    return headers.get(lowercaseName);
  }

  /** Returns method and path. */
  @Override
  public String toString() {
    return "#" + number + " " + method + " " + path;
  }
}
