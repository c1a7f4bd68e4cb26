/**
 * OCI image layouts: a directory that holds blobs and an {@code index.json} of names.
 *
 * <p>Start at {@link dev.ocimodel.oci.layout.OciLayout} and {@link dev.ocimodel.oci.ContentTarget}.
 * A layout is safe to use from many threads and processes at once, on a local file system.
 */
@NullMarked
package dev.ocimodel.oci.layout;

import org.jspecify.annotations.NullMarked;
