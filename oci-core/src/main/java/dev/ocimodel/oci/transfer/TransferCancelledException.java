package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.OciException;
import org.jspecify.annotations.Nullable;

/**
 * The caller cancelled, or its thread was interrupted (the interrupt flag is set again). Nothing is
 * half-visible in the target.
 */
public final class TransferCancelledException extends OciException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was cancelled
   * @param cause what the cancelled work ran into, or null
   */
  public TransferCancelledException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
