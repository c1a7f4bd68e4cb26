package dev.ocimodel.oci;

import org.jspecify.annotations.Nullable;

/**
 * The bytes are not what their descriptor says: another digest, another size. What to do: do not
 * trust them, and find out who changed them.
 */
public final class ContentMismatchException extends OciException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried, on what, and what came back
   */
  public ContentMismatchException(String message) {
    super(message, null);
  }

  /**
   * @param message what was tried, on what, and what came back
   * @param cause the failure underneath
   */
  public ContentMismatchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
