package dev.ocimodel.oci;

/** Annotation keys of image-spec 1.1 "Annotations" that this SDK reads or writes. */
public final class Annotations {

  /** Date and time of creation, RFC 3339. */
  public static final String CREATED = "org.opencontainers.image.created";

  /** Name of a reference; meaningful only on descriptors of a layout's {@code index.json}. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  /** Human-readable title; on a layer, the file name that ORAS tools write it to. */
  public static final String TITLE = "org.opencontainers.image.title";

  /** Human-readable description. */
  public static final String DESCRIPTION = "org.opencontainers.image.description";

  /** Licences as an SPDX expression. */
  public static final String LICENSES = "org.opencontainers.image.licenses";

  /** Version of the packaged thing. */
  public static final String VERSION = "org.opencontainers.image.version";

  /** Digest of the image this one was built on. */
  public static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

  /** Reference of the image this one was built on. */
  public static final String BASE_NAME = "org.opencontainers.image.base.name";

  private Annotations() {}
}
