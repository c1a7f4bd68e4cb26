package dev.ocimodel.oci;

import org.jspecify.annotations.Nullable;

/**
 * A manifest, archive, header, reference or other input is malformed, ambiguous, hostile or over a
 * limit. What to do: reject the input, or raise the named limit.
 */
public final class InvalidContentException extends OciException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried, on what, and what came back
   */
  public InvalidContentException(String message) {
    super(message, null);
  }

  /**
   * @param message what was tried, on what, and what came back
   * @param cause the failure underneath
   */
  public InvalidContentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
