package dev.ocimodel.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a connection that has begun a request but does not finish its head. The JDK's server would
 * wait for ever, and a client that tries TLS first, as most do, would wait with it: what it sends
 * has no end of line. The server's tasks start with the first byte, so this executor is where that
 * can be seen; interrupting the thread closes its channel.
 */
final class HeadTimeout implements Executor, AutoCloseable {

  private static final long LIMIT_MILLIS = 1000;

  private final Executor threads;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<Thread, AtomicBoolean> waiting = new ConcurrentHashMap<>();

  HeadTimeout(String name, Executor threads) {
    this.threads = threads;
    this.timer = new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.newThread(name, task));
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable exchange) {
    threads.execute(() -> runLimited(exchange));
  }

  private void runLimited(Runnable exchange) {
    Thread thread = Thread.currentThread();
    AtomicBoolean isWaiting = new AtomicBoolean(true);
    waiting.put(thread, isWaiting);
    Future<?> limit =
        timer.schedule(
            () -> {
              if (isWaiting.getAndSet(false)) {
                thread.interrupt();
              }
            },
            LIMIT_MILLIS,
            TimeUnit.MILLISECONDS);
    try {
      exchange.run();
    } finally {
      isWaiting.set(false);
      limit.cancel(false);
      waiting.remove(thread);
    }
  }

  /** The head of this thread's request is complete; its handling may take any time. */
  void headArrived() {
    AtomicBoolean isWaiting = waiting.get(Thread.currentThread());
    if (isWaiting != null) {
      isWaiting.set(false);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
