package dev.ocimodel.oci;

/**
 * Bounds on what is read from a store before it is believed. Immutable; start from {@link
 * #create()}.
 */
public final class ContentLimits {

  private static final ContentLimits DEFAULT =
      new ContentLimits(4L * 1024 * 1024, 32L * 1024 * 1024, 8, 10_000, 64L * 1024 * 1024, 8);

  private final long maxManifestSize;
  private final long maxLayoutIndexSize;
  private final int maxIndexDepth;
  private final int maxManifests;
  private final long maxGraphSize;
  private final int maxReferrerDepth;

  private ContentLimits(
      long maxManifestSize,
      long maxLayoutIndexSize,
      int maxIndexDepth,
      int maxManifests,
      long maxGraphSize,
      int maxReferrerDepth) {
    this.maxManifestSize = positive("maxManifestSize", maxManifestSize);
    this.maxLayoutIndexSize = positive("maxLayoutIndexSize", maxLayoutIndexSize);
    this.maxIndexDepth = (int) positive("maxIndexDepth", maxIndexDepth);
    this.maxManifests = (int) positive("maxManifests", maxManifests);
    this.maxGraphSize = positive("maxGraphSize", maxGraphSize);
    this.maxReferrerDepth = (int) positive("maxReferrerDepth", maxReferrerDepth);
  }

  private static long positive(String name, long value) {
    if (value <= 0 || value > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(name + " must be in 1..2147483639: " + value);
    }
    return value;
  }

  /**
   * The defaults: manifests of 4 MiB, a layout index of 32 MiB, 8 nested indexes, 10,000 manifests
   * of together 64 MiB, referrers of referrers 8 deep.
   */
  public static ContentLimits create() {
    return DEFAULT;
  }

  /** Sets the largest manifest, index or config that is read into memory, in bytes. */
  public ContentLimits withMaxManifestSize(long bytes) {
    return new ContentLimits(
        bytes, maxLayoutIndexSize, maxIndexDepth, maxManifests, maxGraphSize, maxReferrerDepth);
  }

  /** Sets the largest {@code index.json} of a layout that is read, in bytes. */
  public ContentLimits withMaxLayoutIndexSize(long bytes) {
    return new ContentLimits(
        maxManifestSize, bytes, maxIndexDepth, maxManifests, maxGraphSize, maxReferrerDepth);
  }

  /** Sets how deep indexes may nest in one graph. */
  public ContentLimits withMaxIndexDepth(int depth) {
    return new ContentLimits(
        maxManifestSize, maxLayoutIndexSize, depth, maxManifests, maxGraphSize, maxReferrerDepth);
  }

  /** Sets how many manifests one graph may hold. */
  public ContentLimits withMaxManifests(int count) {
    return new ContentLimits(
        maxManifestSize, maxLayoutIndexSize, maxIndexDepth, count, maxGraphSize, maxReferrerDepth);
  }

  /**
   * Sets how many bytes the manifests of one graph may have together: they are in memory while the
   * graph is copied.
   */
  public ContentLimits withMaxGraphSize(long bytes) {
    return new ContentLimits(
        maxManifestSize, maxLayoutIndexSize, maxIndexDepth, maxManifests, bytes, maxReferrerDepth);
  }

  /** Sets how often referrers may refer to referrers, where those are copied. */
  public ContentLimits withMaxReferrerDepth(int depth) {
    return new ContentLimits(
        maxManifestSize, maxLayoutIndexSize, maxIndexDepth, maxManifests, maxGraphSize, depth);
  }

  /** Largest manifest, index or config that is read into memory, in bytes. */
  public long maxManifestSize() {
    return maxManifestSize;
  }

  /** Largest {@code index.json} of a layout that is read, in bytes. */
  public long maxLayoutIndexSize() {
    return maxLayoutIndexSize;
  }

  /** How deep indexes may nest in one graph. */
  public int maxIndexDepth() {
    return maxIndexDepth;
  }

  /** How many manifests one graph may hold. */
  public int maxManifests() {
    return maxManifests;
  }

  /** How many bytes the manifests of one graph may have together. */
  public long maxGraphSize() {
    return maxGraphSize;
  }

  /** How often referrers may refer to referrers, where those are copied. */
  public int maxReferrerDepth() {
    return maxReferrerDepth;
  }
}
