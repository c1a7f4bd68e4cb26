/**
 * Archives as OCI layers need them: a deterministic tar writer, strict streaming readers of tar,
 * gzip and zstd, and the one rule for names that come from other people. Not part of the public
 * API.
 *
 * <p>Start at {@link dev.ocimodel.model.archive.TarReader} and {@link
 * dev.ocimodel.model.archive.Compression}. Limits, options, entries and {@code ModelPaths} are
 * immutable or stateless and safe to share; a reader, a writer, a stream or a {@code PathSet}
 * belongs to one thread.
 */
@NullMarked
package dev.ocimodel.model.archive;

import org.jspecify.annotations.NullMarked;
