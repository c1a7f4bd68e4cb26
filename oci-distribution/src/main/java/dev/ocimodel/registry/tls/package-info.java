/**
 * Whom a registry client trusts and who it is, in TLS: authorities and client certificates from PEM
 * files.
 *
 * <p>Start at {@link dev.ocimodel.registry.tls.TlsOptions} and {@link
 * dev.ocimodel.registry.tls.CertificateDirectories}. Everything here is immutable and safe to share
 * between threads. No {@code toString} and no message holds a key or its password.
 */
@NullMarked
package dev.ocimodel.registry.tls;

import org.jspecify.annotations.NullMarked;
