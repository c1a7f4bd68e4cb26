/**
 * JMH benchmarks, one question per class; each checks that what it timed was right.
 *
 * <p>Start at {@link dev.ocimodel.benchmarks.PackShard} and {@link
 * dev.ocimodel.benchmarks.UnpackShard}. A benchmark's state belongs to its one thread.
 */
@NullMarked
package dev.ocimodel.benchmarks;

import org.jspecify.annotations.NullMarked;
