package dev.ocimodel.registry;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import dev.ocimodel.oci.text.ForeignText;
import dev.ocimodel.registry.RegistryException.RegistryError;
import java.io.IOException;
import java.util.List;

/** Turns an unsuccessful answer into an exception (distribution-spec 1.1 "Error Codes"). */
final class RegistryErrors {

  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_ERRORS = 10;

  private RegistryErrors() {}

  /** Reads the body and closes the reply. */
  static RegistryException of(HttpCall call, HttpReply reply, RegistryProfile profile) {
    List<RegistryError> errors = List.of();
    int status = reply.status();
    try (reply) {
      errors = parse(reply.readPrefix(MAX_BODY));
    } catch (IOException e) {
      // The status says enough; its explanation was cut off.
    }
    String shown = call.method() + " " + Uris.redacted(reply.uri());
    String message =
        shown + " was answered with " + status + explain(errors) + advice(status, errors, profile);
    if (status == 401 || status == 403) {
      return new UnauthorizedException(
              message, call.method(), Uris.redacted(reply.uri()), status, errors)
          .withRetryAfter(reply.header("Retry-After"));
    }
    return new RegistryException(message, call.method(), Uris.redacted(reply.uri()), status, errors)
        .withRetryAfter(reply.header("Retry-After"));
  }

  private static List<RegistryError> parse(byte[] body) {
    try {
      return StrictJson.parseObject(body, "error body").objects("errors").stream()
          .limit(MAX_ERRORS)
          .map(RegistryErrors::parseOne)
          .toList();
    } catch (InvalidContentException e) {
      return List.of(); // anything may stand in an error body
    }
  }

  private static RegistryError parseOne(JsonFields error) {
    String code = error.string("code");
    String message = error.string("message");
    return new RegistryError(
        ForeignText.printable(code == null ? "UNKNOWN" : code),
        message == null ? null : ForeignText.printable(message));
  }

  private static String explain(List<RegistryError> errors) {
    StringBuilder text = new StringBuilder();
    for (RegistryError error : errors) {
      text.append(text.isEmpty() ? ": " : "; ").append(error.code());
      if (error.message() != null && !error.message().isEmpty()) {
        text.append(" (").append(error.message()).append(')');
      }
    }
    return text.toString();
  }

  private static String advice(int status, List<RegistryError> errors, RegistryProfile profile) {
    boolean unknownName = errors.stream().anyMatch(error -> error.code().equals("NAME_UNKNOWN"));
    if (status == 404 && unknownName && !profile.createsRepositories()) {
      return ". " + profile.name() + " makes no repository by itself; create it first.";
    }
    return switch (status) {
      case 401 -> ". Check the credentials for this registry.";
      case 403 -> ". Check that these credentials may do this.";
      case 413 -> ". The registry takes nothing that large.";
      case 429 -> ". The registry limits requests; try again later.";
      default -> ".";
    };
  }
}
