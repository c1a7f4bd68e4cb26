package dev.ocimodel.testkit;

/** What a caller may do, besides the request that was let through. */
@FunctionalInterface
interface Access {

  /** Whether blobs may be mounted from this repository. */
  boolean mayPull(String repository);
}
