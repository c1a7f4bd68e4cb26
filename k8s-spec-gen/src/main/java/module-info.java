/**
 * GPU pods that consume a model artifact.
 *
 * <p>Start at {@link dev.ocimodel.k8s.ModelPod}.
 */
module dev.ocimodel.k8s {
  requires static transitive org.jspecify;
  requires transitive dev.ocimodel.oci;
  requires transitive kubernetes.model.core;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;

  exports dev.ocimodel.k8s;
}
