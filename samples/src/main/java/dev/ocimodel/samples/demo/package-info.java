/**
 * The demonstration that README's first command runs: the whole way of a model, on one machine.
 *
 * <p>Start at {@link dev.ocimodel.samples.demo.Demo} and {@link
 * dev.ocimodel.samples.demo.DemoReport}. A demonstration belongs to the thread that runs it.
 */
@NullMarked
package dev.ocimodel.samples.demo;

import org.jspecify.annotations.NullMarked;
