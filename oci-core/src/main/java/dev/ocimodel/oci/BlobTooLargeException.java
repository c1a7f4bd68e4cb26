package dev.ocimodel.oci;

/**
 * A blob is larger than its target takes. Nothing of it was moved. What to do: divide it into
 * smaller files, or choose another target.
 */
public final class BlobTooLargeException extends OciException {

  private static final long serialVersionUID = 1L;

  private final long size;
  private final long limit;

  /**
   * @param target what would not take it, for the message
   * @param size bytes of the blob
   * @param limit bytes that the target takes
   */
  public BlobTooLargeException(String target, long size, long limit) {
    super(
        "A blob of "
            + size
            + " bytes is too large for "
            + target
            + ", which takes "
            + limit
            + " at most. Divide the file, or choose another target.",
        null);
    this.size = size;
    this.limit = limit;
  }

  /** Returns the blob's size in bytes. */
  public long size() {
    return size;
  }

  /** Returns how many bytes the target takes. */
  public long limit() {
    return limit;
  }
}
