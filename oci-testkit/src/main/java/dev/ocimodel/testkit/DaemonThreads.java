package dev.ocimodel.testkit;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads that keep no program alive. */
final class DaemonThreads {

  private static final long STOP_SECONDS = 5;

  private DaemonThreads() {}

  static ExecutorService newPool(String name) {
    return Executors.newCachedThreadPool(task -> newThread(name, task));
  }

  static Thread newThread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Runs an action on a daemon thread and waits: the threads it starts are daemons then too. */
  static void run(String name, Runnable action) {
    Thread thread = newThread(name, action);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts what runs and waits for its end. */
  static void stop(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Threads still run after " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
