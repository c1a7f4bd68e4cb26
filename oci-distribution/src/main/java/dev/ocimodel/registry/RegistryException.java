package dev.ocimodel.registry;

import dev.ocimodel.oci.OciException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registry answered with a status that is no success, after whatever retries were due. Carries
 * the registry's own error codes (distribution-spec 1.1 "Error Codes").
 */
public sealed class RegistryException extends OciException permits UnauthorizedException {

  private static final long serialVersionUID = 1L;

  private final String method;
  private final String uri;
  private final int status;
  private final transient List<RegistryError> errors;

  /** When the registry wants to be asked again, as it said it; null where it did not. */
  private transient @Nullable String retryAfter;

  RegistryException(
      String message, String method, String uri, int status, List<RegistryError> errors) {
    super(message, null);
    this.method = method;
    this.uri = uri;
    this.status = status;
    this.errors = List.copyOf(errors);
  }

  @Nullable String retryAfter() {
    return retryAfter;
  }

  RegistryException withRetryAfter(@Nullable String header) {
    retryAfter = header;
    return this;
  }

  /** The failures of other hosts that were asked; begins with a space, or is null. */
  private transient @Nullable String others;

  RegistryException alsoSaying(String ofOtherHosts) {
    others = ofOtherHosts;
    return this;
  }

  @Override
  public String getMessage() {
    String own = String.valueOf(super.getMessage());
    return others == null ? own : own + others;
  }

  /** Returns the request's method. */
  public String method() {
    return method;
  }

  /** Returns the request's URI without user info and query, which can hold secrets. */
  public String uri() {
    return uri;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the errors in the body, empty where the registry sent none that can be read. */
  public List<RegistryError> errors() {
    return errors;
  }

  /**
   * One error of a registry's answer.
   *
   * @param code the code, such as {@code DENIED}; foreign text
   * @param message what the registry says about it, or null; foreign text, control characters
   *     removed
   */
  public record RegistryError(String code, @Nullable String message) {}
}
