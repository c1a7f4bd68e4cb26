/**
 * What tests of this SDK, and of code that uses it, stand on: a real registry inside the test's own
 * process, a plan of what goes wrong on the wire, and the contract of a {@link
 * dev.ocimodel.oci.ContentTarget} as tests to inherit.
 *
 * <p>Start at {@link dev.ocimodel.testkit.TestRegistry} and {@link
 * dev.ocimodel.testkit.ContentTargetContract}. A registry is safe to use from many threads; its own
 * threads are daemons. Everything else here is immutable, except that a {@link
 * dev.ocimodel.testkit.FaultPlan} may count (and is then safe to share).
 */
@NullMarked
package dev.ocimodel.testkit;

import org.jspecify.annotations.NullMarked;
