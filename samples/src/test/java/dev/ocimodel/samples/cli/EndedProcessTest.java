package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.RegistryRequest;
import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is told to end in the middle of a pull. SIGTERM here, because a build in the
 * background may have SIGINT switched off; the JVM treats both the same.
 */
class EndedProcessTest {

  private static final long SHARD_SIZE = 2_000_000;
  private static final String SHARD = "model.safetensors";

  private final CountDownLatch stalled = new CountDownLatch(1);
  private volatile boolean stalling = true;
  private final FaultPlan stallOnShard =
      request -> {
        if (!stalling || !isBlob(request)) {
          return Fault.none();
        }
        stalled.countDown();
        return Fault.stallAfter(1000);
      };
  private final TestRegistry registry = TestRegistry.builder().faults(stallOnShard).start();

  @TempDir Path work;

  @AfterEach
  void close() {
    registry.close();
  }

  private static boolean isBlob(RegistryRequest request) {
    return request.method().equals("GET") && request.path().contains("/blobs/sha256:");
  }

  @Test
  void pull_toldToEnd_leavesWhatTheNextRunGoesOnWith() throws Exception {
    Path model = TestModel.create().withShards(1).withShardSize(SHARD_SIZE).writeTo(work("model"));
    String reference = registry.address() + "/models/tiny:v1";
    assertThat(run("pack", model.toString(), "--to", reference)).isZero();
    Path directory = work("pulled");

    Process pull = start("pull", reference, directory.toString());
    assertThat(stalled.await(1, TimeUnit.MINUTES)).isTrue();
    pull.toHandle().destroy(); // which leaves its streams open
    assertThat(pull.waitFor(1, TimeUnit.MINUTES)).isTrue();

    assertThat(pull.exitValue()).isEqualTo(128 + 15);
    assertThat(new String(pull.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("cancelled: run the same command again")
        .doesNotContain("\tat ", "Exception");
    assertThat(directory.resolve(SHARD)).doesNotExist();

    stalling = false;
    assertThat(run("pull", reference, directory.toString())).isZero();
    assertThat(directory.resolve(SHARD)).hasSameBinaryContentAs(model.resolve(SHARD));
  }

  private Path work(String name) throws IOException {
    return Files.createDirectories(work.resolve(name));
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Ocimodel.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static int run(String... arguments) {
    StringWriter printed = new StringWriter();
    return Ocimodel.commandLine(arguments)
        .setOut(new PrintWriter(printed))
        .setErr(new PrintWriter(printed))
        .execute(arguments);
  }
}
