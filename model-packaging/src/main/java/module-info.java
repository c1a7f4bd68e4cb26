/**
 * Model directories to OCI artifacts and back.
 *
 * <p>{@code dev.ocimodel.model.archive} is not exported: it serves this module alone.
 */
module dev.ocimodel.model {
  requires com.fasterxml.jackson.databind;
  requires com.github.luben.zstd_jni;
  requires static transitive org.jspecify;
  requires transitive dev.ocimodel.oci;

  exports dev.ocimodel.model;
  exports dev.ocimodel.model.format;
}
