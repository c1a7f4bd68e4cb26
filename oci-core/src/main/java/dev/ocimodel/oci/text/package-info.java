/**
 * How text that comes from somebody else is shown; for this SDK's own modules, not part of the
 * public API.
 *
 * <p>Start at {@link dev.ocimodel.oci.text.ForeignText}, called by every exception that quotes its
 * input, and {@link dev.ocimodel.oci.InvalidContentException}, the one that quotes most. Stateless.
 */
@NullMarked
package dev.ocimodel.oci.text;

import org.jspecify.annotations.NullMarked;
