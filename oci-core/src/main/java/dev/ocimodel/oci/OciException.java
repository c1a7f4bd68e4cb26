package dev.ocimodel.oci;

import org.jspecify.annotations.Nullable;

/**
 * Root of every failure this SDK reports. Its subclasses are divided by what the caller can do
 * next; see {@code docs/errors.md}.
 *
 * <p>Messages say what was tried, on what, what came back and what to check. They never hold a
 * token, a header value or a URL's query.
 */
public class OciException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried, on what, and what came back
   * @param cause the failure underneath, or null when this is the first
   */
  public OciException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
