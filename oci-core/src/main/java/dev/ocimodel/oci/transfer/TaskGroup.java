package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a list of tasks on a bounded number of lanes. A lane is one runnable given to the executor;
 * it takes tasks from the list until none is left. The calling thread waits; on failure, cancel or
 * its own interrupt it interrupts the lanes and waits until they have stopped.
 *
 * <p>All state is guarded by {@code lock}; no task runs while it is held.
 */
final class TaskGroup {

  private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

  private final int concurrency;
  private final @Nullable Executor executor;
  private final Cancellation cancellation;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Thread> running = new ArrayList<>();
  private final Set<Thread> interrupted = new HashSet<>();
  private int next;
  private boolean stopped;
  private boolean cancelled;
  private @Nullable Throwable failure;

  TaskGroup(int concurrency, @Nullable Executor executor, Cancellation cancellation) {
    this.concurrency = concurrency;
    this.executor = executor;
    this.cancellation = cancellation;
  }

  <T> List<T> run(List<? extends Callable<T>> tasks) {
    List<@Nullable T> results = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      results.add(null);
    }
    Cancellation.Registration registration = cancellation.onCancel(this::cancel);
    try {
      startLanes(Math.min(concurrency, tasks.size()), () -> runLane(tasks, results));
      awaitEnd(tasks.size());
    } finally {
      registration.close();
    }
    throwFailure();
    @SuppressWarnings("NullAway") // every task has put its result
    List<T> complete = results;
    return complete;
  }

  /** Starts as many lanes as can be had; fewer do the same work. */
  private void startLanes(int lanes, Runnable lane) {
    for (int started = 0; started < lanes; started++) {
      try {
        startLane(lane);
      } catch (RuntimeException | OutOfMemoryError e) { // no more threads: this error says so
        if (started > 0) {
          return;
        }
        if (e instanceof RejectedExecutionException) {
          throw new OciException("The executor refused to run the transfer", e);
        }
        throw e;
      }
    }
  }

  private void startLane(Runnable lane) {
    if (executor != null) {
      executor.execute(lane);
      return;
    }
    Thread thread = new Thread(lane, "ocimodel-transfer-" + THREAD_NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }

  private <T> void runLane(List<? extends Callable<T>> tasks, List<@Nullable T> results) {
    if (!enter()) {
      return;
    }
    try {
      for (int i = take(tasks.size()); i >= 0; i = take(tasks.size())) {
        T result = tasks.get(i).call();
        put(results, i, result);
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      leave();
    }
  }

  private boolean enter() {
    lock.lock();
    try {
      if (stopped) {
        return false;
      }
      running.add(Thread.currentThread());
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      running.remove(Thread.currentThread());
      if (interrupted.remove(Thread.currentThread())) {
        Thread.interrupted(); // this group's, and the thread may belong to somebody else's pool
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int take(int size) {
    lock.lock();
    try {
      return stopped || next >= size ? -1 : next++;
    } finally {
      lock.unlock();
    }
  }

  private <T> void put(List<@Nullable T> results, int index, T result) {
    lock.lock();
    try {
      results.set(index, result);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // a throwable cannot suppress itself, equal or not
  private void fail(Throwable e) {
    lock.lock();
    try {
      if (failure == null) {
        failure = e;
      } else if (failure != e) {
        failure.addSuppressed(e);
      }
      stop();
    } finally {
      lock.unlock();
    }
  }

  private void cancel() {
    lock.lock();
    try {
      cancelled = true;
      stop();
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts every lane but the current thread's; called with the lock held. */
  private void stop() {
    stopped = true;
    for (Thread thread : running) {
      if (thread != Thread.currentThread()) {
        interrupted.add(thread);
        thread.interrupt();
      }
    }
    changed.signalAll();
  }

  private void awaitEnd(int size) {
    boolean callerInterrupted = false;
    lock.lock();
    try {
      while (!(running.isEmpty() && (stopped || next >= size))) {
        try {
          changed.await();
        } catch (InterruptedException e) {
          callerInterrupted = true;
          cancelled = true;
          stop();
        }
      }
      stopped = true; // a lane that has not started yet has nothing to do
    } finally {
      lock.unlock();
    }
    if (callerInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void throwFailure() {
    Throwable thrown = failure;
    if (cancelled) {
      throw new TransferCancelledException("The transfer was cancelled", thrown);
    }
    if (thrown == null) {
      return;
    }
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown instanceof IOException e && isFromTheDisk(e)) {
      throw new StorageException(String.valueOf(e.getMessage()), e);
    }
    throw new OciException("The transfer failed: " + thrown.getMessage(), thrown);
  }

  /** The JDK has no type for a full disk: it is the IOException that is nothing else. */
  private static boolean isFromTheDisk(IOException e) {
    return e instanceof FileSystemException || e.getClass().equals(IOException.class);
  }
}
