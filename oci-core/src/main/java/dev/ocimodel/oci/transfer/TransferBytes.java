package dev.ocimodel.oci.transfer;

/**
 * Bytes by what became of them. {@code copied + skipped + mounted + resumed} is the size of
 * everything the transfer was about; {@code retried} comes on top of it.
 *
 * @param copied moved by this transfer, each byte counted once
 * @param skipped in the target already
 * @param mounted taken over by the target from another place it knows, without being moved
 * @param resumed left in the target by an earlier attempt at the same blob, and not moved again
 * @param retried moved more than once, because an attempt failed on the way: what a bad network
 *     cost. Only what the engine sees and the stores tell of ({@link
 *     dev.ocimodel.oci.BlobEvents#onRetried})
 */
public record TransferBytes(long copied, long skipped, long mounted, long resumed, long retried) {

  /** No bytes. */
  public static final TransferBytes NONE = new TransferBytes(0, 0, 0, 0, 0);

  /** Returns the sums of both, none of them beyond the largest long: sizes are only claimed. */
  public TransferBytes plus(TransferBytes other) {
    return new TransferBytes(
        sum(copied, other.copied),
        sum(skipped, other.skipped),
        sum(mounted, other.mounted),
        sum(resumed, other.resumed),
        sum(retried, other.retried));
  }

  /** Returns how many bytes the transfer was about. */
  public long total() {
    return sum(sum(copied, skipped), sum(mounted, resumed));
  }

  static TransferBytes skipped(long bytes) {
    return new TransferBytes(0, bytes, 0, 0, 0);
  }

  static TransferBytes mounted(long bytes) {
    return new TransferBytes(0, 0, bytes, 0, 0);
  }

  static long sum(long some, long more) {
    return more > Long.MAX_VALUE - some ? Long.MAX_VALUE : some + more;
  }
}
