/**
 * The engine that moves a graph of content from one store to another, and its events.
 *
 * <p>Start at {@link dev.ocimodel.oci.transfer.Transfer} and {@link
 * dev.ocimodel.oci.transfer.TransferListener}. A {@code Transfer} is immutable and safe to share; a
 * listener is called from many threads.
 */
@NullMarked
package dev.ocimodel.oci.transfer;

import org.jspecify.annotations.NullMarked;
