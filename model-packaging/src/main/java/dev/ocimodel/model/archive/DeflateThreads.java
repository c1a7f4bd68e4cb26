package dev.ocimodel.model.archive;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The daemon threads of one gzip stream; instead of a single one, the caller's. */
final class DeflateThreads implements AutoCloseable {

  private static final long IDLE_SECONDS = 5;

  private final @Nullable ThreadPoolExecutor pool;

  private DeflateThreads(@Nullable ThreadPoolExecutor pool) {
    this.pool = pool;
  }

  static DeflateThreads of(int threads) {
    if (threads == 1) {
      return new DeflateThreads(null);
    }
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // bounded by the blocks of the stream
            DeflateThreads::newThread);
    pool.allowCoreThreadTimeOut(true); // a stream that nobody closed keeps none
    return new DeflateThreads(pool);
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "ocimodel-gzip");
    thread.setDaemon(true);
    return thread;
  }

  void deflate(DeflateBlock block) {
    Runnable task = block.start();
    if (pool == null) {
      task.run();
    } else {
      pool.execute(task);
    }
  }

  /** Drops what has not started and waits for what has: a block each, milliseconds. */
  @Override
  public void close() {
    if (pool == null) {
      return;
    }
    pool.shutdownNow();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        boolean ended = pool.awaitTermination(1, TimeUnit.MINUTES);
        assert ended : "a block takes milliseconds";
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
