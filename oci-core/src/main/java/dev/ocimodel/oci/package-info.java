/**
 * The OCI model: small validated values, descriptors, manifests, and the contract of a store.
 *
 * <p>Start at {@link dev.ocimodel.oci.Descriptor} and {@link dev.ocimodel.oci.ContentTarget}. Every
 * value here is immutable and safe to share between threads; what a store promises is said at
 * {@link dev.ocimodel.oci.ContentSource}.
 *
 * <p>Specifications: image-spec 1.1 and distribution-spec 1.1.
 */
@NullMarked
package dev.ocimodel.oci;

import org.jspecify.annotations.NullMarked;
