package dev.ocimodel.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads and the memory with which one client reads ahead inside large blobs. All streams
 * share both, evenly; a stream that gets neither still makes progress on its reader's own thread.
 *
 * <p>{@code lock} guards the counts and the free buffers and is never held during I/O. Threads are
 * daemons and end after five idle seconds, or with {@link #close()}.
 */
final class RangeLanes implements AutoCloseable {

  private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

  private final int maxConnections;
  private final int segmentSize;
  private final int maxBuffers;
  private final ThreadPoolExecutor threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition bufferFreed = lock.newCondition();
  private final Map<ReadAhead, Integer> lanes = new HashMap<>();

  /** The streams whose readers have a connection of their own. */
  private final Set<ReadAhead> direct = new HashSet<>();

  private final Deque<byte[]> freeBuffers = new ArrayDeque<>();
  private int buffers;
  private int running;

  /**
   * @param maxConnections connections at most, all streams and their readers together
   * @param segmentSize bytes that one request asks for
   * @param windowSize bytes that may be read ahead, all streams together
   */
  RangeLanes(int maxConnections, int segmentSize, long windowSize) {
    this.maxConnections = maxConnections;
    this.segmentSize = segmentSize;
    this.maxBuffers = (int) Math.min(Integer.MAX_VALUE, windowSize / segmentSize);
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread =
                  new Thread(task, "ocimodel-registry-range-" + THREAD_NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  int segmentSize() {
    return segmentSize;
  }

  /** Whether a stream would get a lane, were all streams to share. */
  boolean isUseful(ReadAhead stream) {
    lock.lock();
    try {
      return maxBuffers > 0 && lanes.containsKey(stream) && share() > 0;
    } finally {
      lock.unlock();
    }
  }

  void join(ReadAhead stream) {
    lock.lock();
    try {
      lanes.put(stream, 0);
      direct.add(stream);
    } finally {
      lock.unlock();
    }
  }

  void leave(ReadAhead stream) {
    lock.lock();
    try {
      lanes.remove(stream);
      direct.remove(stream);
      releaseIfIdle();
    } finally {
      lock.unlock();
    }
  }

  /** Says whether a stream's reader uses a connection itself, as it does when it joins. */
  void readsItself(ReadAhead stream, boolean itself) {
    lock.lock();
    try {
      if (itself && lanes.containsKey(stream)) {
        direct.add(stream);
      } else {
        direct.remove(stream);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts a lane for a stream if its share allows one more; null if not. */
  @Nullable Future<?> tryStart(ReadAhead stream, Runnable lane) {
    lock.lock();
    try {
      Integer own = lanes.get(stream);
      if (own == null || running >= available() || own >= share() || isClosed()) {
        return null;
      }
      lanes.put(stream, own + 1);
      running++;
    } finally {
      lock.unlock();
    }
    try {
      FutureTask<@Nullable Void> task = new FutureTask<>(lane, null);
      threads.execute(() -> runAndEnd(stream, task)); // counted, cancelled before it runs or not
      return task;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      ended(stream); // closed meanwhile, or no more threads: the reader goes on alone
      return null;
    }
  }

  private void runAndEnd(ReadAhead stream, Runnable lane) {
    try {
      lane.run();
    } finally {
      ended(stream);
    }
  }

  private void ended(ReadAhead stream) {
    lock.lock();
    try {
      running--;
      lanes.computeIfPresent(stream, (s, own) -> own - 1);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a stream has more lanes than its share, so that one of them should end. */
  boolean hasTooMany(ReadAhead stream) {
    lock.lock();
    try {
      Integer own = lanes.get(stream);
      return own == null || own > share();
    } finally {
      lock.unlock();
    }
  }

  /** Lanes have what readers do not use themselves, but for one: others have something to ask. */
  private int available() {
    return Math.max(0, maxConnections - Math.max(1, direct.size()));
  }

  private int share() {
    int streams = Math.max(1, lanes.size());
    return (available() + streams - 1) / streams;
  }

  private boolean isClosed() {
    return threads.isShutdown();
  }

  /** Returns a buffer of the window, or null while all are in use. */
  byte @Nullable [] tryTakeBuffer() {
    lock.lock();
    try {
      byte[] free = freeBuffers.pollFirst();
      if (free != null) {
        return free;
      }
      if (buffers >= maxBuffers) {
        return null;
      }
      buffers++;
    } finally {
      lock.unlock();
    }
    try {
      return new byte[segmentSize];
    } catch (OutOfMemoryError e) {
      forget(1);
      return null; // as if the window were smaller
    }
  }

  /**
   * Returns a buffer of the window, waiting for one; null where the caller may use another instead,
   * or after a time.
   */
  byte @Nullable [] takeBuffer(BooleanSupplier hasOther, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (true) {
        byte[] buffer = tryTakeBuffer();
        if (buffer != null || left <= 0 || hasOther.getAsBoolean()) {
          return buffer;
        }
        left = bufferFreed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waits for a buffer looks again whether it may use another. */
  void wakeWaiting() {
    lock.lock();
    try {
      bufferFreed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void giveBack(byte[] buffer) {
    lock.lock();
    try {
      freeBuffers.addFirst(buffer);
      bufferFreed.signalAll();
      releaseIfIdle();
    } finally {
      lock.unlock();
    }
  }

  /** These buffers will not come back: whoever may still write into one keeps it. */
  void forget(int count) {
    lock.lock();
    try {
      buffers -= count;
      bufferFreed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Where nobody reads ahead, the memory is the program's again. Called with the lock held. */
  private void releaseIfIdle() {
    if (lanes.isEmpty()) {
      buffers -= freeBuffers.size();
      freeBuffers.clear();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
