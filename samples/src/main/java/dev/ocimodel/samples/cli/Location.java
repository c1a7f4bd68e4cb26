package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Reference;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.registry.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A place on the command line: {@code oci:PATH[:TAG][@DIGEST]} or {@code
 * REGISTRY/REPOSITORY[:TAG][@DIGEST]}.
 *
 * @param text what was typed
 * @param layout the layout's directory, or null
 * @param reference the place in a registry, or null
 * @param name tag or digest, or null where none was given
 */
record Location(
    String text, @Nullable Path layout, @Nullable Reference reference, @Nullable String name) {

  private static final String LAYOUT_PREFIX = "oci:";

  static Location parse(String text) {
    if (text.startsWith(LAYOUT_PREFIX)) {
      return layout(text, text.substring(LAYOUT_PREFIX.length()));
    }
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      throw new InvalidContentException(
          text + " is a URL; leave out " + text.substring(0, scheme + 3));
    }
    Reference reference = Reference.parse(text);
    boolean named = reference.tag() != null || reference.digest() != null;
    return new Location(text, null, reference, named ? reference.tagOrDigest() : null);
  }

  private static Location layout(String text, String rest) {
    String path = rest;
    String name = null;
    int at = rest.lastIndexOf('@');
    if (at > rest.lastIndexOf('/')) {
      path = rest.substring(0, at);
      name = Digest.parse(rest.substring(at + 1)).toString();
    }
    int colon = path.lastIndexOf(':');
    if (colon > path.lastIndexOf('/')) {
      name = name == null ? path.substring(colon + 1) : name; // the digest decides
      path = path.substring(0, colon);
    }
    if (path.isEmpty()) {
      throw new InvalidContentException("No path in " + text + "; expected oci:PATH:TAG");
    }
    return new Location(text, Path.of(path), null, name);
  }

  ContentSource openSource(RegistryClient client) {
    return layout != null ? OciLayout.open(layout) : repository(client);
  }

  ContentTarget openTarget(RegistryClient client) {
    return layout != null ? OciLayout.openOrCreate(layout) : repository(client);
  }

  private ContentTarget repository(RegistryClient client) {
    if (reference == null) {
      throw new IllegalStateException("A location is a layout or a reference");
    }
    return client.repository(reference);
  }

  /**
   * Returns what to ask the source for: what was typed, else its only root, else {@code latest}.
   */
  String sourceName(ContentSource source) {
    if (name != null) {
      return name;
    }
    if (source instanceof OciLayout opened) {
      return onlyRoot(opened);
    }
    return "latest";
  }

  private String onlyRoot(OciLayout opened) {
    List<Digest> roots = opened.roots().stream().map(Descriptor::digest).distinct().toList();
    if (roots.isEmpty()) {
      throw new ContentNotFoundException(text + " is an empty layout; pack or copy into it first");
    }
    if (roots.size() != 1) {
      throw new InvalidContentException(
          text
              + " holds "
              + roots.size()
              + " artifacts; say which: oci:PATH:TAG, one of "
              + opened.tags());
    }
    return roots.get(0).toString();
  }

  /** Returns the tag to give in a target; {@code fallback} where none was typed. */
  String targetName(String fallback) {
    return name != null ? name : fallback;
  }

  /** Whether a digest was typed, which names content that exists already. */
  boolean hasDigest() {
    return name != null && Digest.isDigest(name);
  }

  /** Reads a location where the command line is read, so that a malformed one is wrong usage. */
  static final class Converter implements ITypeConverter<Location> {
    @Override
    public Location convert(String text) {
      try {
        return parse(text);
      } catch (InvalidContentException e) {
        throw new TypeConversionException(
            e.getMessage() + ". A place is oci:PATH:TAG or REGISTRY/REPOSITORY:TAG.");
      }
    }
  }
}
