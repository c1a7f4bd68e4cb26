/** An in-process registry, fault plans, and the contract every store must keep. */
module dev.ocimodel.testkit {
  requires com.fasterxml.jackson.databind;
  requires jdk.httpserver;
  requires static transitive org.jspecify;
  requires transitive dev.ocimodel.oci;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
}
