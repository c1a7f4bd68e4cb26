package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.RegistryRequest;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random points of a pull and of a push. Another seed: {@code -Docimodel.seed=N}; it is
 * reported with each test.
 */
@Timeout(240)
class KilledTransferTest {

  private static final int RUNS = 10;

  /** The largest is read over several connections. */
  private static final int[] LAYERS = {1, 300_000, 2_000_000, 9_000_000};

  private final long seed = Long.getLong("ocimodel.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Killer killer = new Killer();
  private int killed;

  @TempDir Path directory;

  /** Stops the client at one of its requests, after some bytes of the answer. */
  private static final class Killer implements FaultPlan {

    private final AtomicInteger requestsLeft = new AtomicInteger(-1);
    private volatile long bytes;
    private volatile CompletableFuture<Boolean> reached = new CompletableFuture<>();

    void arm(int requests, long bytesOfAnswer) {
      bytes = bytesOfAnswer;
      reached = new CompletableFuture<>();
      requestsLeft.set(requests);
    }

    @Override
    public Fault faultFor(RegistryRequest request) {
      if (requestsLeft.getAndDecrement() != 0) {
        return Fault.none();
      }
      reached.complete(true);
      return Fault.stallAfter(bytes);
    }

    void disarm() {
      requestsLeft.set(-1);
    }
  }

  /** Kills the child a moment after the armed request, or lets it end if it never gets there. */
  private void killAtARandomPoint(String verb, TestRegistry registry, Path layout)
      throws Exception {
    killer.arm(random.nextInt(14), random.nextInt(3_000_000));
    Process child =
        ChildJvm.start(
            List.of("-Xmx64m"), Program.class, verb, registry.address(), layout.toString());
    CompletableFuture.anyOf(killer.reached, child.onExit()).get();
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(30)).toNanos());
    if (child.destroyForcibly().waitFor() != 0) {
      killed++;
    }
    killer.disarm();
  }

  /** Promise 21: kill -9 anywhere in a pull, and the layout is valid; the next run completes. */
  @Test
  void pull_killedAnywhere_layoutValidAndNextRunCompletes(TestReporter reporter) throws Exception {
    reporter.publishEntry("seed", Long.toString(seed));
    try (TestRegistry registry = TestRegistry.builder().faults(killer).start();
        RegistryClient client = RegistryClient.builder().build()) {
      Repository source = client.repository(registry.address() + "/models/m");
      Descriptor root = RandomArtifact.write(source, 21, LAYERS);
      for (int run = 0; run < RUNS; run++) {
        Path target = directory.resolve("pulled" + run);
        killAtARandomPoint("pull", registry, target);

        RandomArtifact.assertNothingHalfVisible(target);
        if (Files.exists(target.resolve("oci-layout"))) {
          assertTaggedOnlyIfWhole(OciLayout.open(target), root);
        }
        OciLayout again = OciLayout.openOrCreate(target);
        Transfer.create().copy(source, RandomArtifact.TAG, again, RandomArtifact.TAG);
        RandomArtifact.assertWhole(again, root);
        RandomArtifact.assertNothingHalfVisible(target);
        assertThat(ingest(target)).as("seed %d, run %d", seed, run).isSubsetOf("claims");
      }
      assertThat(killed).as("seed %d: children killed before their end", seed).isPositive();
    }
  }

  /** Promise 21: kill -9 anywhere in a push, and nothing is half visible in the registry. */
  @Test
  void push_killedAnywhere_nothingHalfVisibleAndNextRunCompletes(TestReporter reporter)
      throws Exception {
    reporter.publishEntry("seed", Long.toString(seed));
    OciLayout source = OciLayout.openOrCreate(directory.resolve("source"));
    Descriptor root = RandomArtifact.write(source, 22, LAYERS);
    for (int run = 0; run < RUNS; run++) {
      try (TestRegistry registry = TestRegistry.builder().faults(killer).start();
          RegistryClient client = RegistryClient.builder().build()) {
        killAtARandomPoint("push", registry, source.directory());

        Repository target = client.repository(registry.address() + "/models/m");
        assertTaggedOnlyIfWhole(target, root);
        for (Descriptor blob : source.manifest(root).children()) {
          if (target.contains(blob)) {
            RandomArtifact.assertBlob(target, blob);
          }
        }
        Transfer.create().copy(source, RandomArtifact.TAG, target, RandomArtifact.TAG);
        RandomArtifact.assertWhole(target, root);
      }
    }
    assertThat(killed).as("seed %d: children killed before their end", seed).isPositive();
  }

  private void assertTaggedOnlyIfWhole(ContentSource store, Descriptor root) throws IOException {
    try {
      store.resolve(RandomArtifact.TAG);
    } catch (ContentNotFoundException e) {
      return;
    }
    RandomArtifact.assertWhole(store, root);
  }

  private static List<String> ingest(Path layout) throws IOException {
    Path ingest = layout.resolve(".ocimodel-ingest");
    if (!Files.exists(ingest)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(ingest)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  /** The process that is killed. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      try (RegistryClient client = RegistryClient.builder().build()) {
        Repository repository = client.repository(arguments[1] + "/models/m");
        OciLayout layout = OciLayout.openOrCreate(Path.of(arguments[2]));
        if (arguments[0].equals("pull")) {
          Transfer.create().copy(repository, RandomArtifact.TAG, layout, RandomArtifact.TAG);
        } else {
          Transfer.create().copy(layout, RandomArtifact.TAG, repository, RandomArtifact.TAG);
        }
      }
    }
  }
}
