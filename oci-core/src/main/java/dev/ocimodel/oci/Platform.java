package dev.ocimodel.oci;

import dev.ocimodel.oci.text.ForeignText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The platform a manifest is for, as image-spec 1.1 "Image Index" defines it.
 *
 * @param os operating system, a {@code GOOS} value
 * @param architecture processor architecture, a {@code GOARCH} value
 * @param variant processor variant such as {@code v8}, or null
 * @param osVersion operating system version, or null
 * @param osFeatures required operating system features, mostly empty
 */
public record Platform(
    String os,
    String architecture,
    @Nullable String variant,
    @Nullable String osVersion,
    List<String> osFeatures) {

  /** {@code linux/amd64}. */
  public static final Platform LINUX_AMD64 = of("linux", "amd64");

  /** {@code linux/arm64}. */
  public static final Platform LINUX_ARM64 = of("linux", "arm64");

  /** Copies the feature list. */
  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  /** Returns a platform with neither variant nor version. */
  public static Platform of(String os, String architecture) {
    return new Platform(os, architecture, null, null, List.of());
  }

  /**
   * Parses {@code os/architecture[/variant]}.
   *
   * @throws InvalidContentException if the text has another shape
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    boolean valid = parts.length == 2 || parts.length == 3;
    for (String part : parts) {
      valid &= !part.isBlank();
    }
    if (!valid) {
      throw new InvalidContentException(
          "Not a platform: " + ForeignText.quote(text) + "; expected os/architecture[/variant]");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : null, null, List.of());
  }

  /**
   * Whether content for {@code candidate} serves a request for this platform: same system and
   * architecture, and same variant where this platform names one.
   */
  public boolean accepts(Platform candidate) {
    return os.equals(candidate.os)
        && architecture.equals(candidate.architecture)
        && (variant == null || Objects.equals(variant, candidate.variant));
  }

  /** Returns {@code os/architecture[/variant]}. */
  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
