package dev.ocimodel.oci;

import org.jspecify.annotations.Nullable;

/** A tag, digest or repository is absent. What to do: ask for something else. */
public final class ContentNotFoundException extends OciException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried, on what, and what came back
   */
  public ContentNotFoundException(String message) {
    super(message, null);
  }

  /**
   * @param message what was tried, on what, and what came back
   * @param cause the failure underneath
   */
  public ContentNotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
