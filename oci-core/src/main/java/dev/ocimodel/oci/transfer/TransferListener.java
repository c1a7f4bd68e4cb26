package dev.ocimodel.oci.transfer;

import java.util.List;

/**
 * Hears what a transfer does. Every method has an empty default; implement what you need.
 *
 * <p>For each item the order is started, progress (any number of times), committing, then completed
 * or failed; where an attempt is repeated, progress follows committing again. An item that is found
 * in the target, or mounted before its bytes are asked for, is completed without having started.
 * {@link ProgressMeter} makes rates and estimates of these events. Methods are called from the
 * transferring threads, several at once: do not block in them. What they throw is swallowed, so
 * that watching a transfer cannot break it.
 */
public interface TransferListener {

  /** A listener that does nothing. */
  TransferListener NONE = new TransferListener() {};

  /** Returns a listener that tells several, each of them also when another throws. */
  static TransferListener all(TransferListener... listeners) {
    return new SafeListener(List.of(listeners));
  }

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

  /**
   * The target has an item's first bytes from an earlier attempt; they are not moved again.
   *
   * @param bytes how many; 0 takes back an earlier call, because those bytes were damaged
   */
  default void onResumed(TransferItem item, long bytes) {}

  /**
   * Bytes moved that had moved before, because an attempt failed.
   *
   * @param bytes how many, besides those that earlier calls told of
   */
  default void onRetried(TransferItem item, long bytes) {}

  /**
   * All of an item's bytes have passed; the target is making them visible: a registry commits, a
   * disk is forced. That can take minutes, in which nothing moves.
   */
  default void onCommitting(TransferItem item) {}

  /** An item is in the target. */
  default void onCompleted(TransferItem item, TransferOutcome outcome) {}

  /** An item failed; the transfer is about to end with this failure, or with an earlier one. */
  default void onFailed(TransferItem item, Throwable failure) {}
}
