package dev.ocimodel.registry.tls;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who to be in TLS. Immutable; start from {@link #create()}. Nothing is read
 * before a connection needs it, or a store is asked for.
 *
 * <pre>{@code
 * RegistryClient.builder()
 *     .tls(TlsOptions.create().withAuthority(Path.of("corp-ca.pem")))
 *     .tls("registry.corp:5000",
 *         TlsOptions.create()
 *             .withAuthority(Path.of("corp-ca.pem"))
 *             .withClientCertificate(Path.of("client.pem"), Path.of("client-key.pem")))
 * }</pre>
 */
public final class TlsOptions {

  private static final TlsOptions DEFAULTS = new TlsOptions(List.of(), true, null, true);

  private final List<Path> authorities;
  private final boolean defaultAuthorities;
  private final @Nullable ClientCertificate clientCertificate;
  private final boolean verified;

  private TlsOptions(
      List<Path> authorities,
      boolean defaultAuthorities,
      @Nullable ClientCertificate clientCertificate,
      boolean verified) {
    this.authorities = authorities;
    this.defaultAuthorities = defaultAuthorities;
    this.clientCertificate = clientCertificate;
    this.verified = verified;
  }

  /** The JVM's own authorities and no client certificate. */
  public static TlsOptions create() {
    return DEFAULTS;
  }

  /**
   * Trusts one or more authorities besides the JVM's and those given before.
   *
   * @param pem certificates in PEM, one or several, root or not
   */
  public TlsOptions withAuthority(Path pem) {
    List<Path> more = new ArrayList<>(authorities);
    more.add(pem);
    return new TlsOptions(List.copyOf(more), defaultAuthorities, clientCertificate, verified);
  }

  /** Trusts only the authorities given here, and none of the JVM's. */
  public TlsOptions withoutDefaultAuthorities() {
    return new TlsOptions(authorities, false, clientCertificate, verified);
  }

  /**
   * Shows a certificate to a server that asks for one. It is offered only to the registry that
   * these options are for, and not where that one redirects to or has its tokens from.
   *
   * @param certificate the certificate in PEM, followed by those between it and its authority
   * @param key its private key in PEM: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC), not encrypted. May be
   *     the same file
   */
  public TlsOptions withClientCertificate(Path certificate, Path key) {
    return with(new ClientCertificate(certificate, key, null));
  }

  /**
   * As {@link #withClientCertificate(Path, Path)}, with a key that may be encrypted: PKCS#8 or the
   * older form of OpenSSL.
   *
   * @param password copied, so that it can be cleared
   */
  public TlsOptions withClientCertificate(Path certificate, Path key, char[] password) {
    return with(new ClientCertificate(certificate, key, password.clone()));
  }

  private TlsOptions with(@Nullable ClientCertificate certificate) {
    return new TlsOptions(authorities, defaultAuthorities, certificate, verified);
  }

  /** Shows no certificate. */
  public TlsOptions withoutClientCertificate() {
    return with(null);
  }

  /**
   * Trusts whoever answers. Credentials and content can be read and changed on the way; content
   * asked for by digest is still checked. Only for one named host, never for all.
   */
  public TlsOptions withoutVerification() {
    return new TlsOptions(authorities, defaultAuthorities, clientCertificate, false);
  }

  /** Files with authorities to trust. */
  public List<Path> authorities() {
    return authorities;
  }

  /** Whether a server has to prove that it is the host that was asked for. */
  public boolean isVerified() {
    return verified;
  }

  /** Whether there is a certificate to show. */
  public boolean hasClientCertificate() {
    return clientCertificate != null;
  }

  /**
   * Reads the files with authorities now, and again with each call.
   *
   * @return whom to trust, the JVM's authorities among them unless they are left out; empty where
   *     the JVM's alone are
   * @throws StorageException if a file cannot be read
   * @throws InvalidContentException if a file holds no certificate, or a damaged one
   */
  public Optional<KeyStore> authorityStore() {
    return authorities.isEmpty() && defaultAuthorities
        ? Optional.empty()
        : Optional.of(Authorities.store(authorities, defaultAuthorities));
  }

  /**
   * Reads the client certificate and its key now, and again with each call.
   *
   * @return one entry with an empty password; empty where there is no certificate to show
   * @throws StorageException if a file cannot be read
   * @throws InvalidContentException if a file does not hold what it should, if the password is
   *     wrong or missing, or if the key is not that of the certificate
   */
  public Optional<KeyStore> identityStore() {
    return Optional.ofNullable(clientCertificate).map(ClientCertificate::store);
  }

  @Override
  public String toString() {
    return "TlsOptions[authorities="
        + authorities
        + ", defaultAuthorities="
        + defaultAuthorities
        + ", clientCertificate="
        + (clientCertificate == null ? "none" : clientCertificate.certificate())
        + ", verified="
        + verified
        + "]";
  }
}
