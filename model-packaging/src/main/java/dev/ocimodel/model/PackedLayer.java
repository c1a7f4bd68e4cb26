package dev.ocimodel.model;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;

/**
 * A layer in the target.
 *
 * @param descriptor what the manifest says of it
 * @param diffId digest of its uncompressed content
 */
record PackedLayer(Descriptor descriptor, Digest diffId) {}
