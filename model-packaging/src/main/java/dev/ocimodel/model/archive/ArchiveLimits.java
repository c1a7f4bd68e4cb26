package dev.ocimodel.model.archive;

/**
 * How much of a foreign archive a reader takes before it gives up with an {@link
 * dev.ocimodel.oci.InvalidContentException} that names the limit. Sizes are bytes.
 */
public final class ArchiveLimits {

  private static final ArchiveLimits DEFAULTS =
      new ArchiveLimits(100_000, 4096, 64 << 10, 1L << 40, 8L << 20, 1000, 4L << 30);

  private final int maxEntries;
  private final int maxPathLength;
  private final int maxExtendedHeaderSize;
  private final long maxTotalSize;
  private final long maxZstdWindow;
  private final int maxCompressionRatio;
  private final long ratioThreshold;

  private ArchiveLimits(
      int maxEntries,
      int maxPathLength,
      int maxExtendedHeaderSize,
      long maxTotalSize,
      long maxZstdWindow,
      int maxCompressionRatio,
      long ratioThreshold) {
    this.maxEntries = (int) atLeast("maxEntries", maxEntries, 1);
    this.maxPathLength = (int) atLeast("maxPathLength", maxPathLength, 1);
    this.maxExtendedHeaderSize = (int) atLeast("maxExtendedHeaderSize", maxExtendedHeaderSize, 0);
    this.maxTotalSize = atLeast("maxTotalSize", maxTotalSize, 0);
    this.maxZstdWindow = atLeast("maxZstdWindow", maxZstdWindow, 1024);
    this.maxCompressionRatio = (int) atLeast("maxCompressionRatio", maxCompressionRatio, 1);
    this.ratioThreshold = atLeast("ratioThreshold", ratioThreshold, 0);
  }

  private static long atLeast(String name, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " must be at least " + minimum + ", is " + value);
    }
    return value;
  }

  /** Returns the default limits. */
  public static ArchiveLimits create() {
    return DEFAULTS;
  }

  /** Headers in one archive, extended ones included. Default 100,000. */
  public int maxEntries() {
    return maxEntries;
  }

  /** Bytes of a path or link target in UTF-8. Default 4,096. */
  public int maxPathLength() {
    return maxPathLength;
  }

  /** Bytes of one PAX header or GNU long name, held in memory. Default 64 KiB. */
  public int maxExtendedHeaderSize() {
    return maxExtendedHeaderSize;
  }

  /**
   * Bytes after decompression, and of all entries together. Default 1 TiB; set it to what the
   * artifact declares wherever it declares something.
   */
  public long maxTotalSize() {
    return maxTotalSize;
  }

  /** Window a zstd frame may demand, which the decoder allocates. Default 8 MiB (RFC 9659). */
  public long maxZstdWindow() {
    return maxZstdWindow;
  }

  /** Decompressed over compressed bytes, beyond {@link #ratioThreshold()}. Default 1,000. */
  public int maxCompressionRatio() {
    return maxCompressionRatio;
  }

  /**
   * Decompressed bytes up to which the ratio does not matter, so that an honest file of zeros can
   * be read. Default 4 GiB.
   */
  public long ratioThreshold() {
    return ratioThreshold;
  }

  /** Returns these limits with another {@link #maxEntries()}. */
  public ArchiveLimits withMaxEntries(int value) {
    return new ArchiveLimits(
        value,
        maxPathLength,
        maxExtendedHeaderSize,
        maxTotalSize,
        maxZstdWindow,
        maxCompressionRatio,
        ratioThreshold);
  }

  /** Returns these limits with another {@link #maxPathLength()}. */
  public ArchiveLimits withMaxPathLength(int value) {
    return new ArchiveLimits(
        maxEntries,
        value,
        maxExtendedHeaderSize,
        maxTotalSize,
        maxZstdWindow,
        maxCompressionRatio,
        ratioThreshold);
  }

  /** Returns these limits with another {@link #maxExtendedHeaderSize()}. */
  public ArchiveLimits withMaxExtendedHeaderSize(int value) {
    return new ArchiveLimits(
        maxEntries,
        maxPathLength,
        value,
        maxTotalSize,
        maxZstdWindow,
        maxCompressionRatio,
        ratioThreshold);
  }

  /** Returns these limits with another {@link #maxTotalSize()}. */
  public ArchiveLimits withMaxTotalSize(long value) {
    return new ArchiveLimits(
        maxEntries,
        maxPathLength,
        maxExtendedHeaderSize,
        value,
        maxZstdWindow,
        maxCompressionRatio,
        ratioThreshold);
  }

  /** Returns these limits with another {@link #maxZstdWindow()}. */
  public ArchiveLimits withMaxZstdWindow(long value) {
    return new ArchiveLimits(
        maxEntries,
        maxPathLength,
        maxExtendedHeaderSize,
        maxTotalSize,
        value,
        maxCompressionRatio,
        ratioThreshold);
  }

  /** Returns these limits with another {@link #maxCompressionRatio()}. */
  public ArchiveLimits withMaxCompressionRatio(int value) {
    return new ArchiveLimits(
        maxEntries,
        maxPathLength,
        maxExtendedHeaderSize,
        maxTotalSize,
        maxZstdWindow,
        value,
        ratioThreshold);
  }

  /** Returns these limits with another {@link #ratioThreshold()}. */
  public ArchiveLimits withRatioThreshold(long value) {
    return new ArchiveLimits(
        maxEntries,
        maxPathLength,
        maxExtendedHeaderSize,
        maxTotalSize,
        maxZstdWindow,
        maxCompressionRatio,
        value);
  }
}
