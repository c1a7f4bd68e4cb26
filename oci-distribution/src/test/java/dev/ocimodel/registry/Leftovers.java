package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What must be gone once a client is closed: its threads, and its connections at the other end. */
final class Leftovers {

  private static final long PATIENCE = TimeUnit.SECONDS.toMillis(10);

  private Leftovers() {}

  /** Waits for ends that are on their way; what does not end is a leak. */
  static void assertNone(RawServer... servers) throws InterruptedException {
    assertThat(stillAlive(ours())).as("threads of a closed client").isEmpty();
    for (RawServer server : servers) {
      assertThat(stillAlive(server.conversations())).as("connections left open").isEmpty();
    }
  }

  private static List<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ocimodel-"))
        .toList();
  }

  private static List<Thread> stillAlive(List<Thread> threads) throws InterruptedException {
    List<Thread> alive = new ArrayList<>();
    for (Thread thread : threads) {
      thread.join(PATIENCE);
      if (thread.isAlive()) {
        alive.add(thread);
      }
    }
    return alive;
  }
}
