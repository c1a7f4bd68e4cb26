/**
 * Models as OCI artifacts: a directory to an artifact, an artifact to a directory, and a look
 * inside without downloading weights.
 *
 * <p>Start at {@link dev.ocimodel.model.ModelPackager} and {@link
 * dev.ocimodel.model.ModelUnpacker}. Every type here is immutable and safe to share between
 * threads; the two verbs block, and run their layers on the threads of the {@link
 * dev.ocimodel.oci.transfer.Transfer} they are given.
 *
 * <p>Written: CNCF ModelPack artifacts and OCI images from scratch. Read besides: what ORAS, KitOps
 * and older ModelPack tools write.
 */
@NullMarked
package dev.ocimodel.model;

import org.jspecify.annotations.NullMarked;
