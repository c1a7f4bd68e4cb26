package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Descriptor;

/**
 * What a copy did.
 *
 * @param root the manifest that was copied
 * @param blobs number of blobs and manifests in the graph, each counted once
 * @param copiedBytes bytes of those that were moved
 * @param skippedBytes bytes of those that were in the target already
 * @param mountedBytes bytes of those that the target took over without moving them
 */
public record TransferResult(
    Descriptor root, int blobs, long copiedBytes, long skippedBytes, long mountedBytes) {}
