package dev.ocimodel.registry;

import java.util.List;

/**
 * The registry answered 401 or 403 after the credentials at hand were tried, or asked for them in a
 * way this client refuses. What to do: fix the credentials or their permissions.
 */
public final class UnauthorizedException extends RegistryException {

  private static final long serialVersionUID = 1L;

  UnauthorizedException(
      String message, String method, String uri, int status, List<RegistryError> errors) {
    super(message, method, uri, status, errors);
  }
}
