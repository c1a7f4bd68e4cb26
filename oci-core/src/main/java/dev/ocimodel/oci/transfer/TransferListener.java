package dev.ocimodel.oci.transfer;

/**
 * Hears what a transfer does. Every method has an empty default; implement what you need.
 *
 * <p>For each item the order is started, progress (any number of times), then completed or failed;
 * an item that is skipped or mounted is completed without having started. Methods are called from
 * the transferring threads, several at once: do not block in them. What they throw is swallowed, so
 * that watching a transfer cannot break it.
 */
public interface TransferListener {

  /** A listener that does nothing. */
  TransferListener NONE = new TransferListener() {};

  /**
   * The work is known: called once, before any item.
   *
   * @param items number of items
   * @param bytes sum of their known sizes
   */
  default void onPlanned(int items, long bytes) {}

  /** An item's bytes begin to move. */
  default void onStarted(TransferItem item) {}

  /**
   * Bytes moved.
   *
   * @param position how many bytes of the item have passed, from its start. It can fall back when
   *     an attempt is repeated, and starts above zero when an earlier run is resumed.
   */
  default void onProgress(TransferItem item, long position) {}

  /** An item is in the target. */
  default void onCompleted(TransferItem item, TransferOutcome outcome) {}

  /** An item failed; the transfer is about to end with this failure, or with an earlier one. */
  default void onFailed(TransferItem item, Throwable failure) {}
}
