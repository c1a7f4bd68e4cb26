package dev.ocimodel.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.StrictJson;
import java.util.Objects;

/** A refusal, answered as distribution-spec 1.1 "Error Codes" wants it. */
final class RegistryError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String challenge;

  RegistryError(int status, String code, String message) {
    this(status, code, message, "");
  }

  private RegistryError(int status, String code, String message, String challenge) {
    super(message);
    this.status = status;
    this.code = code;
    this.challenge = challenge;
  }

  static RegistryError notFound(String code, String message) {
    return new RegistryError(404, code, message);
  }

  static RegistryError invalid(String code, String message) {
    return new RegistryError(400, code, message);
  }

  static RegistryError invalid(String code, InvalidContentException why) {
    return invalid(code, String.valueOf(why.getMessage()));
  }

  static RegistryError unsupported(String message) {
    return new RegistryError(405, "UNSUPPORTED", message);
  }

  /** Asks for credentials, with a {@code WWW-Authenticate} challenge. */
  static RegistryError unauthorized(String challenge) {
    return new RegistryError(401, "UNAUTHORIZED", "authentication required", challenge);
  }

  Response response() {
    ObjectNode json = StrictJson.newObject();
    String message = Objects.requireNonNull(getMessage());
    json.putArray("errors").addObject().put("code", code).put("message", message);
    Response response =
        Response.of(status).withBody("application/json", Body.of(StrictJson.toBytes(json)));
    return challenge.isEmpty() ? response : response.withHeader("WWW-Authenticate", challenge);
  }
}
