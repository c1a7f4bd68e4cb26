/**
 * Strict JSON for this SDK's own modules; not part of the public API.
 *
 * <p>Start at {@link dev.ocimodel.oci.json.StrictJson} (bytes to tree) and {@link
 * dev.ocimodel.oci.json.JsonFields} (typed access to one object). Both are stateless and safe to
 * share.
 */
@NullMarked
package dev.ocimodel.oci.json;

import org.jspecify.annotations.NullMarked;
