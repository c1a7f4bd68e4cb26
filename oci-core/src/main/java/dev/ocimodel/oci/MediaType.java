package dev.ocimodel.oci;

import dev.ocimodel.oci.text.ForeignText;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A media type without parameters, in the grammar of RFC 6838 section 4.2.
 *
 * @param value {@code type/subtype}
 */
public record MediaType(String value) {

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

  /** OCI image manifest. */
  public static final MediaType IMAGE_MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");

  /** OCI image index. */
  public static final MediaType IMAGE_INDEX =
      new MediaType("application/vnd.oci.image.index.v1+json");

  /** OCI image configuration. */
  public static final MediaType IMAGE_CONFIG =
      new MediaType("application/vnd.oci.image.config.v1+json");

  /** The empty JSON object {@code {}}: the config of an artifact that has none. */
  public static final MediaType EMPTY_JSON = new MediaType("application/vnd.oci.empty.v1+json");

  /** Uncompressed image layer. */
  public static final MediaType LAYER_TAR = new MediaType("application/vnd.oci.image.layer.v1.tar");

  /** Image layer compressed with gzip. */
  public static final MediaType LAYER_TAR_GZIP =
      new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");

  /** Image layer compressed with zstd. */
  public static final MediaType LAYER_TAR_ZSTD =
      new MediaType("application/vnd.oci.image.layer.v1.tar+zstd");

  /** Docker schema 2 manifest; read into {@link ImageManifest}. */
  public static final MediaType DOCKER_MANIFEST =
      new MediaType("application/vnd.docker.distribution.manifest.v2+json");

  /** Docker schema 2 manifest list; read into {@link ImageIndex}. */
  public static final MediaType DOCKER_MANIFEST_LIST =
      new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");

  /** Docker image configuration. */
  public static final MediaType DOCKER_IMAGE_CONFIG =
      new MediaType("application/vnd.docker.container.image.v1+json");

  /** Docker image layer (tar, gzip). */
  public static final MediaType DOCKER_LAYER_GZIP =
      new MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip");

  /** Bytes of no declared type. */
  public static final MediaType OCTET_STREAM = new MediaType("application/octet-stream");

  private static final Set<MediaType> MANIFESTS =
      Set.of(IMAGE_MANIFEST, IMAGE_INDEX, DOCKER_MANIFEST, DOCKER_MANIFEST_LIST);

  /**
   * Checks the grammar.
   *
   * @throws InvalidContentException if the value is not a media type
   */
  public MediaType {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new InvalidContentException(
          "Not a media type: " + ForeignText.quote(value) + "; expected type/subtype (RFC 6838)");
    }
  }

  /**
   * Reads a {@code Content-Type} header, leaving its parameters out.
   *
   * @throws InvalidContentException if the header does not start with a media type
   */
  public static MediaType fromContentType(String header) {
    int parameters = header.indexOf(';');
    return new MediaType((parameters < 0 ? header : header.substring(0, parameters)).strip());
  }

  /** Whether this is one of the four manifest types: OCI or Docker, manifest or index. */
  public boolean isManifest() {
    return MANIFESTS.contains(this);
  }

  /** Whether this is an index or a Docker manifest list. */
  public boolean isIndex() {
    return equals(IMAGE_INDEX) || equals(DOCKER_MANIFEST_LIST);
  }

  /** Returns {@code type/subtype}. */
  @Override
  public String toString() {
    return value;
  }
}
