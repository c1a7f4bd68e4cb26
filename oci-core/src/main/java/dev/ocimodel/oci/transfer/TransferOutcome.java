package dev.ocimodel.oci.transfer;

/** How an item came to be in the target. */
public enum TransferOutcome {
  /** Its bytes were moved. */
  COPIED,
  /** It was there already. */
  SKIPPED,
  /** The target took it over from another repository without moving bytes. */
  MOUNTED
}
