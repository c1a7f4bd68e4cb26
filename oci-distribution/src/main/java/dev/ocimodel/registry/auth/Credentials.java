package dev.ocimodel.registry.auth;

import dev.ocimodel.oci.InvalidContentException;

/**
 * What proves to a registry who is asking. The secret is reachable only through an accessor named
 * {@code password()} or {@code token()}; {@code toString} prints {@code ***} in its place.
 */
public sealed interface Credentials
    permits Credentials.Basic, Credentials.IdentityToken, Credentials.RegistryToken {

  /**
   * A user name and a password (or an access token that the registry takes as one), RFC 7617.
   *
   * @throws InvalidContentException if either holds a control character, or the name a colon
   */
  static Credentials basic(String username, String password) {
    return new Basic(username, password);
  }

  /**
   * An OAuth 2 refresh token, which the registry's token service exchanges for short-lived bearer
   * tokens: Docker's {@code identitytoken}, or a helper's reply for the user {@code <token>}.
   *
   * @throws InvalidContentException if it is empty or holds a control character
   */
  static Credentials identityToken(String token) {
    return new IdentityToken(token);
  }

  /**
   * A bearer token that is sent to the registry as it is: Docker's {@code registrytoken}.
   *
   * @throws InvalidContentException if it is empty or holds a control character
   */
  static Credentials registryToken(String token) {
    return new RegistryToken(token);
  }

  /**
   * See {@link Credentials#basic}.
   *
   * @param username the user name, may be empty
   * @param password the secret
   */
  record Basic(String username, String password) implements Credentials {

    /** Checks that both fit RFC 7617. */
    public Basic {
      Secrets.checkText("user name", username);
      Secrets.checkText("password", password);
      if (username.indexOf(':') >= 0) {
        throw new InvalidContentException("Not a user name: it holds a colon (RFC 7617)");
      }
    }

    @Override
    public String toString() {
      return "Basic[username=" + username + ", password=***]";
    }
  }

  /**
   * See {@link Credentials#identityToken}.
   *
   * @param token the secret
   */
  record IdentityToken(String token) implements Credentials {

    /** Checks that it can be sent. */
    public IdentityToken {
      Secrets.checkToken("identity token", token);
    }

    @Override
    public String toString() {
      return "IdentityToken[token=***]";
    }
  }

  /**
   * See {@link Credentials#registryToken}.
   *
   * @param token the secret
   */
  record RegistryToken(String token) implements Credentials {

    /** Checks that it can be sent. */
    public RegistryToken {
      Secrets.checkToken("registry token", token);
    }

    @Override
    public String toString() {
      return "RegistryToken[token=***]";
    }
  }
}
