package dev.ocimodel.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a query or a form; a key may come several times. */
record Parameters(Map<String, List<String>> values) {

  static Parameters parse(@Nullable String encoded) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (encoded != null && !encoded.isEmpty()) {
      for (String pair : encoded.split("&", -1)) {
        int equals = pair.indexOf('=');
        String key = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
      }
    }
    return new Parameters(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // no valid escape, so it stands for itself
    }
  }

  List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  String first(String key) {
    return all(key).isEmpty() ? "" : all(key).get(0);
  }

  Map<String, String> firsts() {
    Map<String, String> firsts = new LinkedHashMap<>();
    values.forEach((key, all) -> firsts.put(key, all.get(0)));
    return firsts;
  }
}
