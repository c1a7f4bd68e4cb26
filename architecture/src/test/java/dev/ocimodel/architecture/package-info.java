/**
 * The rules of the house as tests: module and package edges, names, nullness, concurrency habits,
 * the public API and the runtime dependencies of every published module.
 *
 * <p>Start at {@link dev.ocimodel.architecture.PublishedModule} and {@link
 * dev.ocimodel.architecture.ModuleEdgesTest}. Everything here is immutable or confined to one test.
 */
@NullMarked
package dev.ocimodel.architecture;

import org.jspecify.annotations.NullMarked;
