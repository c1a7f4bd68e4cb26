package dev.ocimodel.samples.cli;

import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Runs every flow once with a small model and the embedded registry, so that an archive of the
 * loaded classes, which the launcher has the JVM write at the end, serves whatever comes.
 */
@Command(name = "rehearse", hidden = true, description = "Runs every flow once.")
final class RehearseCommand implements Runnable {

  @Override
  public void run() {
    try {
      Path work = Files.createTempDirectory("ocimodel-rehearsal");
      try (TestRegistry registry = TestRegistry.start()) {
        rehearse(work, registry.address());
      } finally {
        TemporaryDirectory.delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The rehearsal failed: " + e.getMessage(), e);
    }
  }

  private static void rehearse(Path work, String registry) throws IOException {
    Path model =
        TestModel.create().withShards(2).withShardSize(64 * 1024).writeTo(work.resolve("m"));
    String layout = "oci:" + work.resolve("layout") + ":v1";
    String remote = registry + "/m:v1";
    run("pack", model.toString(), "--to", layout);
    run("pack", model.toString(), "--to", remote);
    run("copy", remote, "oci:" + work.resolve("copy") + ":v1");
    run("copy", layout, registry + "/other:v1");
    run("pull", remote, work.resolve("pulled").toString());
  }

  private static void run(String... arguments) {
    List<String> quiet =
        Stream.concat(Stream.of(arguments), Stream.of("--plain-http", "--quiet")).toList();
    CommandLine line = Ocimodel.commandLine(arguments);
    line.setOut(new PrintWriter(Writer.nullWriter()));
    int code = line.execute(quiet.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException(
          "ocimodel " + String.join(" ", quiet) + " ended with " + code);
    }
  }
}
