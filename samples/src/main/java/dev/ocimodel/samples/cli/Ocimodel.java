package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The top of the command line: what it has in common, and how it fails. */
@Command(
    name = "ocimodel",
    description = "Ships language models as OCI artifacts.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Ocimodel.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage"},
    footerHeading = "%nTry:%n",
    footer = {
      "  ocimodel demo",
      "  ocimodel pack ./phi-4 --to oci:./phi-4.oci:v1",
      "  ocimodel copy oci:./phi-4.oci:v1 registry.example/models/phi-4:v1",
      "  ocimodel pull registry.example/models/phi-4:v1 /models/phi-4",
      "",
      "A place is oci:PATH:TAG (a layout directory) or REGISTRY/REPOSITORY:TAG.",
      "Credentials come from docker's config.json and its helpers."
    },
    subcommands = {
      PackCommand.class,
      CopyCommand.class,
      PullCommand.class,
      InspectCommand.class,
      TagsCommand.class,
      ReferrersCommand.class,
      DeleteCommand.class,
      SpecCommand.class,
      ServeCommand.class,
      DemoCommand.class
    })
public final class Ocimodel implements Runnable {

  private static final int FAILED = 1;

  @Option(
      names = "--debug",
      description = "Print the stack trace of a failure.",
      scope = ScopeType.INHERIT)
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  private Ocimodel() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int code = commandLine().execute(arguments);
    System.out.flush();
    System.exit(code);
  }

  /** Returns the command line, for programs and tests that run it in their own process. */
  static CommandLine commandLine() {
    Ocimodel top = new Ocimodel();
    return new CommandLine(top)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              top.report(failure, command);
              return FAILED;
            });
  }

  /** One line that says what is wrong and what to do; a stack trace only where it is wanted. */
  private void report(Exception failure, CommandLine command) {
    boolean expected =
        failure instanceof OciException
            || failure instanceof IllegalArgumentException
            || failure instanceof UncheckedIOException;
    String prefix = failure instanceof TransferCancelledException ? "cancelled: " : "error: ";
    command.getErr().println(prefix + Advice.describe(failure));
    if (debug || !expected) {
      failure.printStackTrace(command.getErr());
    }
    command.getErr().flush();
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  /** The version that the jar was built as. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Ocimodel.class.getPackage().getImplementationVersion();
      return new String[] {"ocimodel " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
