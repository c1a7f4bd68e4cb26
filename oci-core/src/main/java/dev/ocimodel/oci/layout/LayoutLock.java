package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.file.RealPath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock between threads and between processes, reentrant.
 *
 * <p>The JVM's lock comes first: the operating system's belongs to the whole process and is lost as
 * soon as the process closes <em>any</em> channel on the lock file. So that file is dedicated to
 * the purpose, opened only while the JVM's lock is held, and never deleted. No byte of it is read
 * or written, so an interrupt cannot close the channel that holds the lock.
 */
final class LayoutLock {

  private static final ConcurrentMap<Path, ReentrantLock> JVM_LOCKS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock jvmLock;

  LayoutLock(Path file) {
    this.file = file;
    this.jvmLock = JVM_LOCKS.computeIfAbsent(RealPath.of(file), f -> new ReentrantLock());
  }

  void run(Action action) throws IOException {
    jvmLock.lock();
    try {
      if (jvmLock.getHoldCount() > 1) {
        action.run();
      } else {
        runAlone(action);
      }
    } finally {
      jvmLock.unlock();
    }
  }

  private void runAlone(Action action) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assert held.isValid();
      action.run();
    }
  }

  /** Something done under the lock. */
  interface Action {
    void run() throws IOException;
  }
}
