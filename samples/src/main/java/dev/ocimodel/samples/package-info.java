/**
 * One small program per thing to do. Each is run as
 *
 * <pre>java -cp samples/target/ocimodel.jar dev.ocimodel.samples.NAME ARGUMENTS</pre>
 *
 * <p>Start at {@link dev.ocimodel.samples.PackModel} and {@link dev.ocimodel.samples.PullModel}.
 * They use the public API only, and hold no state.
 */
@NullMarked
package dev.ocimodel.samples;

import org.jspecify.annotations.NullMarked;
