package dev.ocimodel.registry.auth;

import dev.ocimodel.oci.OciException;
import org.jspecify.annotations.Nullable;

/**
 * A credential helper could not be asked: it is not installed, failed, took too long, or answered
 * something else than credentials. What to do: mend the helper or log in again; the message names
 * it. The helper's own output is never part of the message, because it may hold a secret.
 */
public final class CredentialsException extends OciException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message which helper was asked for what, and what came back
   * @param cause the failure underneath, or null when this is the first
   */
  public CredentialsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
