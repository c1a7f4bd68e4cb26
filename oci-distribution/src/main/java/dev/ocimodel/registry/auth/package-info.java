/**
 * Where a registry's credentials come from: given in code, or found in Docker's {@code config.json}
 * and the credential helpers that it names, in podman's {@code auth.json}, or in the environment;
 * and where a login keeps them.
 *
 * <p>Start at {@link dev.ocimodel.registry.auth.CredentialsProvider} and {@link
 * dev.ocimodel.registry.auth.Credentials}. Everything here is immutable and safe to share between
 * threads. No {@code toString} and no message holds a secret.
 */
@NullMarked
package dev.ocimodel.registry.auth;

import org.jspecify.annotations.NullMarked;
