/**
 * What the headers of weight files say, read without the weights.
 *
 * <p>Start at {@link dev.ocimodel.model.format.SafetensorsHeader} and {@link
 * dev.ocimodel.model.format.Tensor}. Everything here is immutable and safe to share.
 */
@NullMarked
package dev.ocimodel.model.format;

import org.jspecify.annotations.NullMarked;
