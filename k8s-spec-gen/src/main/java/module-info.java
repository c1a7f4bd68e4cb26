/** GPU pods that consume a model artifact. */
module dev.ocimodel.k8s {
  requires static transitive org.jspecify;
  requires transitive dev.ocimodel.oci;
  requires transitive kubernetes.model.core;
}
