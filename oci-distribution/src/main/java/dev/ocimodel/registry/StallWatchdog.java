package dev.ocimodel.registry;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends exchanges that make no progress, and those whose thread was interrupted: a blocking socket
 * notices neither by itself. One daemon thread per client, there only while exchanges are.
 */
final class StallWatchdog implements AutoCloseable {

  private static final long TICK_NANOS = Duration.ofMillis(100).toNanos();

  /** Who sends less than this in the time limit would take years for a model. */
  private static final int TRICKLE = 1024;

  private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Set<Activity> activities = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;
  private volatile boolean closed;

  /** Starts to watch an exchange of the current thread. */
  Activity watch(Duration limit, Runnable abort) {
    Activity activity = new Activity(limit.toNanos(), abort);
    activities.add(activity);
    if (closed) {
      activities.remove(activity);
      throw new IllegalStateException("The registry client is closed");
    }
    try {
      ensureRunning();
    } catch (Error e) {
      activities.remove(activity);
      throw e;
    }
    return activity;
  }

  private void ensureRunning() {
    lock.lock(); // a thread that is about to retire must see the new activity, or be replaced
    try {
      if (thread == null || !thread.isAlive()) { // an OutOfMemoryError may have ended it
        Thread started = new Thread(this::run, "ocimodel-registry-watchdog");
        started.setDaemon(true);
        started.start(); // may fail where there are too many threads
        thread = started;
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long idleSince = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(this, TICK_NANOS);
      long now = System.nanoTime();
      for (Activity activity : activities) {
        activity.abortIfStuck(now);
      }
      if (!activities.isEmpty()) {
        idleSince = now;
      } else if (now - idleSince > IDLE_NANOS && retire()) {
        return;
      }
    }
  }

  private boolean retire() {
    lock.lock();
    try {
      thread = null;
      if (activities.isEmpty()) {
        return true;
      }
      thread = Thread.currentThread();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Aborts every exchange and ends the thread. */
  @Override
  public void close() {
    closed = true;
    activities.forEach(Activity::abortNow);
    lock.lock();
    try {
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    } finally {
      lock.unlock();
    }
  }

  /** One exchange under watch. Progress is reported by the thread that makes it. */
  final class Activity implements AutoCloseable {

    private volatile Thread owner = Thread.currentThread();
    private final Runnable abort;
    private volatile long limitNanos;
    private volatile long lastProgress = System.nanoTime();
    private volatile boolean stalled;
    private volatile boolean paused;
    private long waited;
    private long received;

    private Activity(long limitNanos, Runnable abort) {
      this.limitNanos = limitNanos;
      this.abort = abort;
    }

    void progress() {
      lastProgress = System.nanoTime();
    }

    /**
     * Bytes came, for which the reading thread waited; only its waiting counts, not what it does in
     * between.
     *
     * @return whether they trickle: less than a kibibyte came in the time limit
     */
    boolean trickles(int bytes, long nanos) {
      progress();
      received += bytes;
      waited += nanos;
      if (received >= TRICKLE) {
        received = 0;
        waited = 0;
      }
      return waited > limitNanos;
    }

    /** From now on another limit holds, as for a registry that has to finish a large upload. */
    void limit(Duration limit) {
      progress();
      limitNanos = limit.toNanos();
    }

    /** From now on nothing is waited for but what this program does itself. */
    void unlimited() {
      limitNanos = Long.MAX_VALUE;
    }

    /** The current thread takes the exchange over: its interrupt ends it. */
    void takeOver() {
      owner = Thread.currentThread();
      paused = false;
      progress();
    }

    /** Until it is taken over again, the exchange waits for this program. */
    void pause() {
      paused = true;
    }

    /** Whether this exchange was ended because nothing moved. */
    boolean stalled() {
      return stalled;
    }

    private void abortIfStuck(long now) {
      boolean stuck = !paused && now - lastProgress > limitNanos;
      if (stuck || owner.isInterrupted()) {
        stalled = stuck;
        abortNow();
      }
    }

    private void abortNow() {
      close();
      try {
        abort.run();
      } catch (RuntimeException e) {
        // The thread that watches all others must not end with one of them.
      }
    }

    @Override
    public void close() {
      activities.remove(this);
    }
  }
}
