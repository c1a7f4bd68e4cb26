/**
 * A concurrent client for registries of the OCI distribution specification.
 *
 * <p>Start at {@link dev.ocimodel.registry.RegistryClient}.
 */
module dev.ocimodel.registry {
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.toml;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;
  requires transitive dev.ocimodel.oci;

  exports dev.ocimodel.registry;
  exports dev.ocimodel.registry.auth;
  exports dev.ocimodel.registry.hosts;
  exports dev.ocimodel.registry.tls;
}
