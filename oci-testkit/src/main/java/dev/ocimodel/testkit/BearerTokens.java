package dev.ocimodel.testkit;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registry's side of Docker's token authentication: asks for tokens and looks what they open.
 */
final class BearerTokens implements Authentication {

  private final IssuedTokens issued;
  private final Supplier<String> realm;
  private final String service;

  /**
   * Takes the tokens of a server.
   *
   * @param realm where tokens are had; asked for when it is needed, as ports are not known before
   */
  BearerTokens(IssuedTokens issued, Supplier<String> realm, String service) {
    this.issued = issued;
    this.realm = realm;
    this.service = service;
  }

  @Override
  public Access check(RegistryRequest request, @Nullable String authorization) {
    Scope scope = Scope.of(request);
    Set<Scope> grants = issued.grants(authorization);
    if (grants == null) {
      throw challenge(scope, "");
    }
    if (!scope.repository().isEmpty() && !grants.contains(scope)) {
      throw challenge(scope, ",error=\"insufficient_scope\"");
    }
    return repository -> grants.contains(new Scope(repository, "pull"));
  }

  private RegistryError challenge(Scope scope, String error) {
    String wanted = scope.repository().isEmpty() ? "" : ",scope=\"" + scope.inChallenge() + "\"";
    return RegistryError.unauthorized(
        "Bearer realm=\"" + realm.get() + "\",service=\"" + service + "\"" + wanted + error);
  }
}
