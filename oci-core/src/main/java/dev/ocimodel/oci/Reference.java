package dev.ocimodel.oci;

import dev.ocimodel.oci.text.ForeignText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where content lives in a registry: {@code registry/repository[:tag][@digest]}.
 *
 * <p>The grammar is distribution-spec 1.1 "Pulling manifests" for repository and tag, and the
 * registry is a host name, an IPv4 address or a bracketed IPv6 address with an optional port.
 * Docker Hub's short names are read as its own tools read them: {@code phi} is {@code
 * docker.io/library/phi}. Where both tag and digest are given, the digest decides.
 *
 * @param registry host and optional port, such as {@code ghcr.io} or {@code [::1]:5000}
 * @param repository lowercase path such as {@code models/phi-4}
 * @param tag the tag, or null
 * @param digest the digest, or null
 */
public record Reference(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest) {

  private static final String DOCKER_HUB = "docker.io";
  private static final int MAX_REPOSITORY = 255;
  private static final int MAX_REGISTRY = 255 + ":65535".length();

  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:\\[[0-9A-Fa-f:.]+]"
              + "|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
              + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)"
              + "(?::([0-9]{1,5}))?");
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final Pattern BARE_HEX = Pattern.compile("[a-f0-9]{64}");

  /**
   * Checks each part.
   *
   * @throws InvalidContentException if a part does not fit its grammar
   */
  public Reference {
    check(isRegistry(registry), "registry", registry, "host[:port]");
    check(
        repository.length() <= MAX_REPOSITORY && REPOSITORY.matcher(repository).matches(),
        "repository",
        repository,
        "lowercase path components of letters, digits, '.', '_', '-'");
    check(
        tag == null || isTag(tag), "tag", String.valueOf(tag), "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  }

  /**
   * Parses a reference as Docker and the OCI tools do.
   *
   * @throws InvalidContentException if the text is not a reference
   */
  public static Reference parse(String text) {
    String rest = text;
    Digest digest = null;
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Digest.parse(rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    String tag = null;
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
    }
    if (tag == null && digest == null && BARE_HEX.matcher(rest).matches()) {
      throw new InvalidContentException(
          "Not a reference: "
              + ForeignText.quote(text)
              + " is a bare digest; write NAME@sha256:"
              + rest);
    }
    return named(rest, tag, digest);
  }

  private static Reference named(String name, @Nullable String tag, @Nullable Digest digest) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    if (!looksLikeRegistry(first)) {
      return new Reference(DOCKER_HUB, slash < 0 ? "library/" + name : name, tag, digest);
    }
    String path = name.substring(slash + 1);
    if (first.equals(DOCKER_HUB) || first.equals("index.docker.io")) {
      return new Reference(
          DOCKER_HUB, path.indexOf('/') < 0 ? "library/" + path : path, tag, digest);
    }
    return new Reference(first, path, tag, digest);
  }

  private static boolean looksLikeRegistry(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || first.chars().anyMatch(Character::isUpperCase);
  }

  private static boolean isRegistry(String registry) {
    if (registry.length() > MAX_REGISTRY) {
      return false; // before the pattern, whose recursion grows with the text
    }
    Matcher matcher = REGISTRY.matcher(registry);
    if (!matcher.matches() || (registry.startsWith("[") && !hasIpv6(registry))) {
      return false;
    }
    String port = matcher.group(1);
    return port == null || Integer.parseInt(port) <= 65_535;
  }

  /** The JDK parses what is in brackets as a literal: no name is looked up. */
  private static boolean hasIpv6(String registry) {
    String literal = registry.substring(0, registry.indexOf(']') + 1);
    try {
      return literal.indexOf(':') >= 0 && InetAddress.getByName(literal) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether a text is a valid tag. */
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  private static void check(boolean valid, String part, String value, String expected) {
    if (!valid) {
      throw new InvalidContentException(
          "Not a " + part + ": " + ForeignText.quote(value) + "; expected " + expected);
    }
  }

  /**
   * Returns the digest where there is one, else the tag, else {@code latest}: what a manifest is
   * asked for by.
   */
  public String tagOrDigest() {
    if (digest != null) {
      return digest.toString();
    }
    return tag == null ? "latest" : tag;
  }

  /** Returns this reference pinned to a digest; the tag is kept for its readers. */
  public Reference withDigest(Digest newDigest) {
    return new Reference(registry, repository, tag, newDigest);
  }

  /** Returns this reference with another tag and no digest. */
  public Reference withTag(String newTag) {
    return new Reference(registry, repository, newTag, null);
  }

  /** Returns {@code registry/repository}. */
  public String name() {
    return registry + "/" + repository;
  }

  /** Returns {@code registry/repository[:tag][@digest]}. */
  @Override
  public String toString() {
    return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
