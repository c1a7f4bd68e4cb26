/**
 * Where a test registry keeps what was pushed: memory or a directory. Not exported.
 *
 * <p>Start at {@link dev.ocimodel.testkit.storage.RegistryStorage} and {@link
 * dev.ocimodel.testkit.storage.PendingContent}. A storage is safe to use from many threads; pending
 * content belongs to one at a time.
 */
@NullMarked
package dev.ocimodel.testkit.storage;

import org.jspecify.annotations.NullMarked;
