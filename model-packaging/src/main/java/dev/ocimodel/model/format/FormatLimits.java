package dev.ocimodel.model.format;

/**
 * How much of a foreign weight file's header is read before giving up with an {@link
 * dev.ocimodel.oci.InvalidContentException} that names the limit.
 */
public final class FormatLimits {

  private static final int MAX_SAFETENSORS_HEADER = 100_000_000;
  private static final FormatLimits DEFAULTS = new FormatLimits(25_000_000, 500_000);

  private final int maxHeaderSize;
  private final int maxTensors;

  private FormatLimits(int maxHeaderSize, int maxTensors) {
    if (maxHeaderSize < 2 || maxHeaderSize > MAX_SAFETENSORS_HEADER) {
      throw new IllegalArgumentException(
          "maxHeaderSize must be 2 to " + MAX_SAFETENSORS_HEADER + ", is " + maxHeaderSize);
    }
    if (maxTensors < 0) {
      throw new IllegalArgumentException("maxTensors must not be negative, is " + maxTensors);
    }
    this.maxHeaderSize = maxHeaderSize;
    this.maxTensors = maxTensors;
  }

  /** Returns the default limits. */
  public static FormatLimits create() {
    return DEFAULTS;
  }

  /**
   * Bytes of a header. Default 25,000,000, as Hugging Face's own reader has it; the format itself
   * allows 100,000,000.
   */
  public int maxHeaderSize() {
    return maxHeaderSize;
  }

  /** Tensors in one file. Default 500,000. */
  public int maxTensors() {
    return maxTensors;
  }

  /** Returns these limits with another {@link #maxHeaderSize()}, 100,000,000 at most. */
  public FormatLimits withMaxHeaderSize(int value) {
    return new FormatLimits(value, maxTensors);
  }

  /** Returns these limits with another {@link #maxTensors()}. */
  public FormatLimits withMaxTensors(int value) {
    return new FormatLimits(maxHeaderSize, value);
  }
}
