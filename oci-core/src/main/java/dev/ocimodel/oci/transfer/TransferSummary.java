package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.OciException;
import java.util.List;

/**
 * What a copy of several roots did.
 *
 * @param outcomes one for each root, in the order they were asked for
 * @param bytes the bytes of all of them by what became of them, shared blobs counted once; those of
 *     roots that failed later are among them
 */
public record TransferSummary(List<CopyOutcome> outcomes, TransferBytes bytes) {

  /** Copies the list. */
  public TransferSummary {
    outcomes = List.copyOf(outcomes);
  }

  /** Returns the roots that failed. */
  public List<CopyOutcome> failed() {
    return outcomes.stream().filter(outcome -> outcome.failure() != null).toList();
  }

  /**
   * Does nothing if every root is in the target.
   *
   * @throws OciException the first root's failure, with the others' as suppressed
   */
  public void throwIfFailed() {
    OciException first = null;
    for (CopyOutcome outcome : failed()) {
      OciException failure = outcome.failure();
      if (first == null) {
        first = failure;
      } else if (failure != null && !failure.equals(first)) {
        first.addSuppressed(failure);
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
