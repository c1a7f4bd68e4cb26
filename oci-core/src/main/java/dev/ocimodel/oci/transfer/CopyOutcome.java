package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.OciException;
import org.jspecify.annotations.Nullable;

/**
 * How the copy of one root among several ended: with a result, or with a failure.
 *
 * @param request what was asked for
 * @param result what was done, or null when it failed. What an earlier root of the same call has
 *     moved counts as skipped here
 * @param failure why its tag was not set, or null when it was
 */
public record CopyOutcome(
    CopyRequest request, @Nullable TransferResult result, @Nullable OciException failure) {}
