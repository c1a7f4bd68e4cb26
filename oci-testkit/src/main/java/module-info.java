/**
 * An in-process registry, fault plans, and the contract every store must keep.
 *
 * <p>Start at {@link dev.ocimodel.testkit.TestRegistry} and {@link
 * dev.ocimodel.testkit.ContentTargetContract}.
 */
module dev.ocimodel.testkit {
  requires com.fasterxml.jackson.databind;
  requires jdk.httpserver;
  requires static transitive org.jspecify;
  requires transitive dev.ocimodel.oci;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;

  exports dev.ocimodel.testkit;

  // The contract's tests are declared on types that only this package sees.
  opens dev.ocimodel.testkit to
      org.junit.platform.commons;
}
