package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.OciException;
import java.io.IOException;

/**
 * Reading from the source or writing to the target failed, after whatever retries the store makes
 * itself. What to do: look at the end that broke ({@link #side()}) and run the transfer again; what
 * is in the target already is not moved twice.
 */
public final class TransferException extends OciException {

  private static final long serialVersionUID = 1L;

  /** The two ends of a transfer. */
  public enum Side {
    /** Where bytes come from. */
    SOURCE,
    /** Where bytes go to. */
    TARGET
  }

  private final Side side;
  private final transient TransferItem item;

  /**
   * @param side the end that failed
   * @param item what was on its way
   * @param cause the failure
   */
  public TransferException(Side side, TransferItem item, IOException cause) {
    super(
        (side == Side.SOURCE ? "Reading " : "Writing ")
            + item.name()
            + (side == Side.SOURCE ? " from the source failed: " : " to the target failed: ")
            + cause.getMessage(),
        cause);
    this.side = side;
    this.item = item;
  }

  /** Returns the end that failed. */
  public Side side() {
    return side;
  }

  /** Returns what was on its way. */
  public TransferItem item() {
    return item;
  }
}
