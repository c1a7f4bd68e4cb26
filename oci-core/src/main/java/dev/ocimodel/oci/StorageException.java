package dev.ocimodel.oci;

import org.jspecify.annotations.Nullable;

/**
 * The local file system failed: disk full, permission denied, a file in the way. What to do: mend
 * the disk and run the same operation again; finished blobs are not transferred twice.
 */
public final class StorageException extends OciException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried, on what, and what came back
   */
  public StorageException(String message) {
    super(message, null);
  }

  /**
   * @param message what was tried, on what, and what came back
   * @param cause the failure underneath
   */
  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
