package dev.ocimodel.registry;

import java.io.IOException;

/** A proxy let nothing through. What it answered is its own word and never a registry's. */
final class ProxyRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  ProxyRefusedException(int status) {
    super(
        "The proxy answered "
            + status
            + (status == 407
                ? " and wants other credentials; give user and password in its address"
                : " and made no connection"));
    this.status = status;
  }

  /** What it refused once it will refuse again, but for its own troubles. */
  boolean isRetryable() {
    return Retries.isRetryable(status);
  }
}
