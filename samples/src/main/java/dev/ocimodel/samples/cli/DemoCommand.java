package dev.ocimodel.samples.cli;

import dev.ocimodel.samples.demo.Demo;
import dev.ocimodel.samples.demo.DemoReport;
import dev.ocimodel.testkit.TestModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole way of a model, with nothing but this program. */
@Command(
    name = "demo",
    description = "Packs, pushes, inspects, pulls and compares a model with an embedded registry.",
    footerHeading = "%nExamples:%n",
    footer = {"  ocimodel demo", "  ocimodel demo --model ./phi-4"})
final class DemoCommand implements Runnable {

  private static final int SHARDS = 2;
  private static final long SHARD_SIZE = 32L * 1024 * 1024;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A model directory of yours. Without it: one of 64 MiB is made.")
  private @Nullable Path model;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    try {
      Path work = Files.createTempDirectory("ocimodel-demo");
      try {
        new Demo(
                new DemoReport(spec.commandLine().getOut()),
                () -> Progress.choose(!Terminal.isThere(), spec.commandLine().getErr()))
            .run(model == null ? makeModel(work) : model, work);
      } finally {
        TemporaryDirectory.delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The demonstration failed: " + e.getMessage(), e);
    }
  }

  private static Path makeModel(Path work) throws IOException {
    return TestModel.create()
        .withShards(SHARDS)
        .withShardSize(SHARD_SIZE)
        .writeTo(work.resolve("model"));
  }
}
