package dev.ocimodel.oci.transfer;

import org.jspecify.annotations.Nullable;

/**
 * What a step gave, or why it gave nothing.
 *
 * @param value null when it failed
 * @param failure null when it did not
 */
record Attempt<T>(@Nullable T value, @Nullable RuntimeException failure) {}
