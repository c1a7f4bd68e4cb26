package dev.ocimodel.samples.cli;

import dev.ocimodel.testkit.TestRegistry;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The embedded registry, until it is killed. */
@Command(
    name = "serve",
    description = "Runs a registry on the loopback address, for trials and tests.",
    footerHeading = "%nExample:%n",
    footer = "  ocimodel serve --port 5000 --dir ./registry")
final class ServeCommand implements Runnable {

  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port to listen on (default: any free one).")
  private int port;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where content is kept. Without it: in memory, for small things.")
  private @Nullable Path directory;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("--port must be in 0.." + MAX_PORT + ": " + port);
    }
    TestRegistry.Builder builder = TestRegistry.builder().port(port);
    if (directory != null) {
      builder.storageDirectory(directory);
    }
    try (TestRegistry registry = builder.start()) {
      spec.commandLine().getOut().println("Serving " + registry.address() + "; Ctrl-C ends it.");
      spec.commandLine().getOut().flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
