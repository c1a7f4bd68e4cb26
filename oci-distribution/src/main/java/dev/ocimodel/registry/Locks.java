package dev.ocimodel.registry;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;

/** Locks whose holders do I/O: waiting for one can be cancelled. */
final class Locks {

  private Locks() {}

  static void lock(ReentrantLock lock) throws InterruptedIOException {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for another thread's request");
    }
  }
}
