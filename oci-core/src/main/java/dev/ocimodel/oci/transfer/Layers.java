package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Selections of layers for {@link Transfer#withSelection}. They are predicates: combine them with
 * {@code and}, {@code or} and {@code negate}.
 */
public final class Layers {

  /** A model's path as ModelPack writes it, and as it did to v0.0.6; then the title. */
  private static final List<String> NAMES =
      List.of("org.cncf.model.filepath", "org.cnai.model.filepath", Annotations.TITLE);

  private Layers() {}

  /**
   * Selects layers by the path or title their annotations give them; one without either is not
   * selected. The patterns are those of a shell: {@code *} and {@code ?} match within one name,
   * {@code **} across directories, {@code [a-c]} and {@code [!a-c]} one character, {@code {a,b}}
   * either text. A pattern without a slash is matched with the last part of the path: {@code
   * *.json} selects {@code vae/config.json} as well.
   *
   * @param globs any of these has to match
   * @throws IllegalArgumentException if one is malformed
   */
  public static Predicate<Descriptor> named(String... globs) {
    List<Glob> any = Arrays.stream(globs).map(Glob::of).toList();
    return layer ->
        NAMES.stream()
            .filter(layer.annotations()::containsKey)
            .map(layer.annotations()::get)
            .anyMatch(name -> any.stream().anyMatch(glob -> glob.matches(name)));
  }

  /** Selects layers that have an annotation with this value. */
  public static Predicate<Descriptor> annotated(String key, String value) {
    return layer -> value.equals(layer.annotations().get(key));
  }

  /** Selects layers of a media type. */
  public static Predicate<Descriptor> ofType(MediaType mediaType) {
    return layer -> layer.mediaType().equals(mediaType);
  }
}
