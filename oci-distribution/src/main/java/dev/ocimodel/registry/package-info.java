/**
 * A client for registries of the OCI distribution specification 1.1.
 *
 * <p>Start at {@link dev.ocimodel.registry.RegistryClient} and {@link
 * dev.ocimodel.registry.Repository}. Both are safe to use from many threads; a client owns its
 * connections until it is closed.
 */
@NullMarked
package dev.ocimodel.registry;

import org.jspecify.annotations.NullMarked;
