package dev.ocimodel.registry.hosts;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds the headers of a host to what can be sent without changing what a request is. */
final class HostHeaders {

  private static final int MAX_HEADERS = 64;
  private static final int MAX_VALUE = 16 * 1024;

  /** RFC 9110 section 5.6.2. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  /** These say where a message ends, which host is meant, or which part is wanted. */
  private static final Set<String> OURS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "expect",
          "host",
          "range",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private HostHeaders() {}

  static Map<String, List<String>> checked(Map<String, List<String>> headers) {
    if (headers.size() > MAX_HEADERS) {
      throw new InvalidContentException("A host has more than " + MAX_HEADERS + " headers");
    }
    Map<String, List<String>> copy = new LinkedHashMap<>();
    headers.forEach(
        (name, values) -> {
          if (!NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidContentException(
                "A host cannot be given the header " + ForeignText.quote(name));
          }
          if (!values.stream().allMatch(HostHeaders::isSendable)) {
            throw new InvalidContentException(
                "The value of the header " + name + " has characters that no header may have");
          }
          copy.put(name, List.copyOf(values));
        });
    return Collections.unmodifiableMap(copy);
  }

  private static boolean isSendable(String value) {
    return value.length() <= MAX_VALUE && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }
}
