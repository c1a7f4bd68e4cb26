/** Model directories to OCI artifacts and back. */
module dev.ocimodel.model {
  requires com.fasterxml.jackson.databind;
  requires com.github.luben.zstd_jni;
  requires org.apache.commons.compress;
  requires static transitive org.jspecify;
  requires transitive dev.ocimodel.oci;
}
