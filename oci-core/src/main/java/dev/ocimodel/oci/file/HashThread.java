package dev.ocimodel.oci.file;

import dev.ocimodel.oci.Digester;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hashes a stream on a thread of its own while its owner reads and writes. Worth it for a large
 * blob that moves alone; where two move, the cores are busy without it.
 *
 * <p>The owner fills a buffer, uses it, and trades it for a free one. Between construction and
 * {@link #finish()} the digester belongs to the thread. The thread is a daemon and ends with {@link
 * #close()}.
 */
final class HashThread implements AutoCloseable {

  private static final int BUFFERS = 8;
  private static final Filled END = new Filled(new byte[0], -1);

  private final BlockingQueue<Filled> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final Digester digester;
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /**
   * @param digester continues here
   * @param bufferSize size of the buffers that are traded
   */
  HashThread(Digester digester, int bufferSize) {
    this.digester = digester;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new byte[bufferSize]);
    }
    this.thread = new Thread(this::run, "ocimodel-hash");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (Filled next = filled.take(); next.length() >= 0; next = filled.take()) {
        hash(next);
        free.add(next.buffer());
      }
    } catch (InterruptedException e) {
      // close() before the end: nobody wants the digest any more
    }
  }

  /** Whatever happens, the buffer must come back, or its owner would wait for ever. */
  private void hash(Filled next) {
    try {
      digester.update(next.buffer(), 0, next.length());
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Hands over the first {@code length} bytes of a buffer and returns another to fill. */
  byte[] trade(byte[] buffer, int length) throws InterruptedIOException {
    try {
      byte[] next = free.take();
      filled.put(new Filled(buffer, length));
      return next;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Waits until everything handed over is hashed; the digester is the owner's again. */
  void finish() throws InterruptedIOException {
    try {
      filled.put(END);
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (failure != null) {
      throw new IllegalStateException("Hashing failed", failure);
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("Interrupted while hashing");
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private record Filled(byte[] buffer, int length) {}
}
