/**
 * Where a registry's content can be had besides the registry itself: mirrors, caches and
 * peer-to-peer layers, described as containerd's {@code hosts.toml} does or in code.
 *
 * <p>Start at {@link dev.ocimodel.registry.hosts.RegistryHosts} and {@link
 * dev.ocimodel.registry.hosts.RegistryHost}. Everything here is immutable and safe to share between
 * threads. No {@code toString} and no message holds the value of a header.
 */
@NullMarked
package dev.ocimodel.registry.hosts;

import org.jspecify.annotations.NullMarked;
