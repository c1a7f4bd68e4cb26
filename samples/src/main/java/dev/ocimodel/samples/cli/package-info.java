/**
 * The {@code ocimodel} command line: one class per command over the SDK's public API.
 *
 * <p>Start at {@link dev.ocimodel.samples.cli.Ocimodel} and {@link
 * dev.ocimodel.samples.cli.Location}. A command belongs to the thread that runs it.
 */
@NullMarked
package dev.ocimodel.samples.cli;

import org.jspecify.annotations.NullMarked;
