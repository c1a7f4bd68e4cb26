package dev.ocimodel.testkit;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A routed request.
 *
 * @param request the request
 * @param repository name of the repository, valid; empty on routes without one
 * @param argument what follows the repository: tag, digest or session
 * @param query the query's parameters, those that come several times included
 * @param body the request's body, to be read once
 * @param access what the caller may do
 */
record Call(
    RegistryRequest request,
    String repository,
    String argument,
    Parameters query,
    InputStream body,
    Access access) {

  /** A request before its route is known. */
  static Call unrouted(RegistryRequest request, Parameters query, InputStream body, Access access) {
    return new Call(request, "", "", query, body, access);
  }

  Call routed(String newRepository, String newArgument) {
    return new Call(request, newRepository, newArgument, query, body, access);
  }

  String method() {
    return request.method();
  }

  @Nullable String query(String key) {
    return request.query().get(key);
  }

  Digest digest() {
    return parseDigest(argument);
  }

  /** Parses a digest that can be checked; this registry takes no other. */
  static Digest parseDigest(@Nullable String text) {
    if (text == null) {
      throw RegistryError.invalid("DIGEST_INVALID", "the parameter digest is missing");
    }
    try {
      Digest digest = Digest.parse(text);
      if (digest.isVerifiable()) {
        return digest;
      }
    } catch (InvalidContentException e) {
      throw RegistryError.invalid("DIGEST_INVALID", e);
    }
    throw RegistryError.invalid("DIGEST_INVALID", "only sha256 and sha512 are supported");
  }
}
