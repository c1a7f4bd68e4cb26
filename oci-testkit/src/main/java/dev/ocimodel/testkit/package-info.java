/**
 * What tests of this SDK, and of code that uses it, stand on: a real registry inside the test's own
 * process, a token server that other registries trust as well, a plan of what goes wrong on the
 * wire, and the contract of a {@link dev.ocimodel.oci.ContentTarget} as tests to inherit.
 *
 * <p>Start at {@link dev.ocimodel.testkit.TestRegistry} and {@link
 * dev.ocimodel.testkit.ContentTargetContract}. Registry and token server are safe to use from many
 * threads; their own threads are daemons. Everything else here is immutable, except that a {@link
 * dev.ocimodel.testkit.FaultPlan} may count (and is then safe to share).
 */
@NullMarked
package dev.ocimodel.testkit;

import org.jspecify.annotations.NullMarked;
