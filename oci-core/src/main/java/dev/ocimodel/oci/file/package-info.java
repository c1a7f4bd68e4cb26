/**
 * Files that are written by one run and believed by the next; for this SDK's own modules, not part
 * of the public API.
 *
 * <p>Start at {@link dev.ocimodel.oci.file.IngestFile} (a blob on its way, resumable) and {@link
 * dev.ocimodel.oci.file.AtomicFiles} (replace and publish). An {@code IngestFile} belongs to one
 * thread; everything else is safe to share.
 */
@NullMarked
package dev.ocimodel.oci.file;

import org.jspecify.annotations.NullMarked;
