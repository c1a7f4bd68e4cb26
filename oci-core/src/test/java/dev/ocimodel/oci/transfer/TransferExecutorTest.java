package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ocimodel.oci.OciException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransferExecutorTest {

  @Test
  void runAll_manyTasks_resultsAreInTheirOrder() {
    List<Callable<Integer>> tasks = new ArrayList<>();
    IntStream.range(0, 500).forEach(i -> tasks.add(() -> i));

    assertThat(Transfer.create().withConcurrency(7).runAll(tasks))
        .isEqualTo(IntStream.range(0, 500).boxed().toList());
    assertThat(Transfer.create().runAll(List.<Callable<Integer>>of())).isEmpty();
  }

  @Test
  void runAll_ownThreads_areDaemonsAndEndWithTheCall() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    runMeetings(Transfer.create().withConcurrency(3), 3, 9, threads);

    assertThat(threads).hasSize(3).allMatch(Thread::isDaemon);
    assertThat(threads).doesNotContain(Thread.currentThread());
    for (Thread thread : threads) {
      thread.join(); // without an interrupt or any other help
    }
  }

  @Test
  void runAll_concurrency_isReachedAndNeverPassed() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    CyclicBarrier meeting = new CyclicBarrier(4);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      tasks.add(
          () -> {
            peak.accumulateAndGet(running.incrementAndGet(), Math::max);
            meeting.await(); // ends only if four are in flight at once
            running.decrementAndGet();
            return 0;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      Transfer.create().withConcurrency(4).withExecutor(pool).runAll(tasks);
      assertThat(peak).hasValue(4);
      assertThat(pool.isShutdown()).isFalse();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void runAll_failureInACallersPool_leavesNoThreadInterrupted() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      CyclicBarrier bothRun = new CyclicBarrier(2);
      List<Callable<Integer>> tasks =
          List.of(
              () -> {
                bothRun.await();
                throw new IOException("x");
              },
              () -> {
                bothRun.await();
                while (!Thread.currentThread().isInterrupted()) {
                  Thread.onSpinWait();
                }
                return 0;
              });
      assertThatThrownBy(() -> Transfer.create().withExecutor(pool).runAll(tasks))
          .isInstanceOf(OciException.class);

      CyclicBarrier bothAsked = new CyclicBarrier(2);
      List<Callable<Boolean>> questions =
          java.util.Collections.nCopies(
              2,
              () -> {
                boolean interrupted = Thread.currentThread().isInterrupted();
                bothAsked.await();
                return interrupted;
              });
      for (var answer : pool.invokeAll(questions)) {
        assertThat(answer.get()).isFalse();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void runAll_virtualThreads_doTheWork() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");
    ExecutorService virtual =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    MemoryStore source = new MemoryStore();
    MemoryStore target = new MemoryStore();
    var root = source.tagged(source.addArtifact("a", "b", "c"));
    try {
      Transfer.create().withExecutor(virtual).copy(source, "v1", target);
      assertThat(target.tags).containsEntry("v1", root);
      assertThat(virtual.isShutdown()).isFalse();
    } finally {
      virtual.shutdown();
    }
  }

  @Test
  void runAll_executorRefuses_fails() {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException("shut down");
        };

    assertThatThrownBy(() -> Transfer.create().withExecutor(refusing).runAll(List.of(() -> 1)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void runAll_executorTakesOneLaneOnly_oneDoesAllTheWork() {
    AtomicInteger taken = new AtomicInteger();
    Executor reluctant =
        task -> {
          if (taken.getAndIncrement() > 0) {
            throw new IllegalStateException("any failure of a foreign executor");
          }
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          thread.start();
        };

    List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> 3);

    assertThat(Transfer.create().withExecutor(reluctant).runAll(tasks)).containsExactly(1, 2, 3);
  }

  @Test
  void runAll_laneStartsAfterTheEnd_findsNothingToDo() {
    Queue<Runnable> late = new ConcurrentLinkedQueue<>();
    AtomicInteger lanes = new AtomicInteger();
    Executor executor =
        task -> {
          if (lanes.getAndIncrement() == 0) {
            task.run();
          } else {
            late.add(task);
          }
        };
    AtomicInteger calls = new AtomicInteger();

    Transfer.create()
        .withExecutor(executor)
        .runAll(List.of(calls::incrementAndGet, calls::incrementAndGet));
    late.forEach(Runnable::run);

    assertThat(late).isNotEmpty();
    assertThat(calls).hasValue(2);
  }

  private static void runMeetings(Transfer transfer, int parties, int tasks, Set<Thread> seen) {
    CyclicBarrier meeting = new CyclicBarrier(parties);
    Callable<Integer> task =
        () -> {
          seen.add(Thread.currentThread());
          try {
            return meeting.await();
          } catch (BrokenBarrierException e) {
            throw new IOException(e);
          }
        };
    transfer.runAll(java.util.Collections.nCopies(tasks, task));
  }
}
