/**
 * OCI content (values, manifests, layouts) and the engine that copies graphs of it between stores.
 *
 * <p>Start at {@link dev.ocimodel.oci.layout.OciLayout} and {@link
 * dev.ocimodel.oci.transfer.Transfer}.
 */
@SuppressWarnings("module") // the modules of the qualified export are built after this one
module dev.ocimodel.oci {
  requires com.fasterxml.jackson.databind;
  requires static transitive org.jspecify;

  exports dev.ocimodel.oci;
  exports dev.ocimodel.oci.layout;
  exports dev.ocimodel.oci.transfer;
  exports dev.ocimodel.oci.file to
      dev.ocimodel.model;
  exports dev.ocimodel.oci.json to
      dev.ocimodel.registry,
      dev.ocimodel.model,
      dev.ocimodel.testkit;
  exports dev.ocimodel.oci.text to
      dev.ocimodel.registry,
      dev.ocimodel.model,
      dev.ocimodel.testkit;
}
