/**
 * Describes to Kubernetes how a pod gets a model and serves it: pods as fabric8 objects and as
 * YAML. Nothing here talks to a cluster or a registry.
 *
 * <p>Start at {@link dev.ocimodel.k8s.ModelPod} and {@link dev.ocimodel.k8s.ModelDelivery}. Every
 * type is immutable and safe to share between threads; the fabric8 objects that are returned are
 * new, mutable, and the caller's own.
 */
@NullMarked
package dev.ocimodel.k8s;

import org.jspecify.annotations.NullMarked;
