package dev.ocimodel.model.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A buffer of input, its deflater and its output, used again and again. The caller's thread fills
 * and writes it; between {@link #start} and {@link #writeTo} it belongs to the thread that runs it.
 */
final class DeflateBlock implements AutoCloseable {

  /** Large enough that a block's cost vanishes, small enough to share out one file. */
  private static final int SIZE = 128 << 10;

  /** Deflate grows noise by 5 bytes per stored 16 KiB; the flush adds as much. */
  private static final int ROOM = 4096;

  private final byte[] input = new byte[SIZE];
  private final byte[] output = new byte[SIZE + ROOM];
  private final Deflater deflater;
  private int inputLength;
  private int outputLength;
  private @Nullable FutureTask<Void> task;

  DeflateBlock(int level, CompressionOptions.DeflateStrategy strategy) {
    deflater = new Deflater(level, true);
    if (strategy == CompressionOptions.DeflateStrategy.HUFFMAN_ONLY) {
      deflater.setStrategy(Deflater.HUFFMAN_ONLY);
      applyStrategy();
    }
  }

  /**
   * The call after {@code setStrategy} only changes the parameters and may return before it has
   * taken its input, which would lose a block. So that call is made here, for nothing.
   */
  private void applyStrategy() {
    deflater.setInput(input, 0, 1);
    int written = output.length;
    while (written > 0 && !(deflater.needsInput() && written < output.length)) {
      written = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
    }
  }

  /** Copies as much as fits and returns how much that was. */
  int fill(byte[] buffer, int offset, int length) {
    int taken = Math.min(length, SIZE - inputLength);
    System.arraycopy(buffer, offset, input, inputLength, taken);
    inputLength += taken;
    return taken;
  }

  boolean isFull() {
    return inputLength == SIZE;
  }

  /** Returns what is to be run, once, by any thread. */
  Runnable start() {
    FutureTask<Void> started = new FutureTask<>(this::deflate, null);
    task = started;
    return started;
  }

  private void deflate() {
    deflater.reset();
    deflater.setInput(input, 0, inputLength);
    outputLength = 0;
    int written;
    do {
      written =
          deflater.deflate(output, outputLength, output.length - outputLength, Deflater.SYNC_FLUSH);
      outputLength += written;
    } while (written > 0 && outputLength < output.length && !deflater.needsInput());
    if (deflater.getBytesRead() != inputLength || outputLength == output.length) {
      throw new IllegalStateException(
          "Deflate took " + deflater.getBytesRead() + " of " + inputLength + " bytes");
    }
  }

  /** Waits for the output, writes it, and makes the block empty again. */
  void writeTo(OutputStream out) throws IOException {
    await();
    out.write(output, 0, outputLength);
    inputLength = 0;
  }

  private void await() throws IOException {
    FutureTask<Void> started = task;
    if (started == null) {
      throw new IllegalStateException("The block was not started");
    }
    try {
      started.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for a deflated block");
    } catch (ExecutionException e) {
      throw new IllegalStateException("A block could not be deflated", e.getCause());
    }
  }

  /** Frees the native memory; the block must not be running. */
  @Override
  public void close() {
    deflater.end();
  }
}
