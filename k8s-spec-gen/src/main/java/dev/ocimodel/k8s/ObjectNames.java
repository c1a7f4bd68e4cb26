package dev.ocimodel.k8s;

import java.util.regex.Pattern;

/** The two forms of names that Kubernetes accepts for the objects we write or point to. */
final class ObjectNames {

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
  private static final Pattern DNS_SUBDOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final int MAX_SUBDOMAIN = 253;

  private ObjectNames() {}

  /**
   * Returns the name if it is an RFC 1123 label, which also serves as host name and label value.
   */
  static String label(String what, String name) {
    if (!DNS_LABEL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Not a "
              + what
              + ": '"
              + name
              + "'; expected an RFC 1123 label: up to 63 of a-z, 0-9 and '-', not '-' at an end");
    }
    return name;
  }

  /** Returns the name if it is an RFC 1123 subdomain. */
  static String subdomain(String what, String name) {
    if (name.length() > MAX_SUBDOMAIN || !DNS_SUBDOMAIN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Not a "
              + what
              + ": '"
              + name
              + "'; expected an RFC 1123 subdomain: up to 253 of a-z, 0-9, '-' and '.'");
    }
    return name;
  }
}
