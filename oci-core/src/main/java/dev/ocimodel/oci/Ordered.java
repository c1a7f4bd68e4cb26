package dev.ocimodel.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Immutable maps that keep their order, which {@link Map#copyOf} does not. */
final class Ordered {

  private Ordered() {}

  static Map<String, String> copyOf(Map<String, String> map) {
    if (map.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = new LinkedHashMap<>();
    map.forEach(
        (key, value) ->
            copy.put(
                java.util.Objects.requireNonNull(key), java.util.Objects.requireNonNull(value)));
    return Collections.unmodifiableMap(copy);
  }
}
