package dev.ocimodel.samples.cli;

import java.util.List;
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
    exitCodeList = {
      "0:done",
      "1:failed; standard error says why",
      "2:wrong usage",
      "130:ended by Ctrl-C; the same command goes on where it stopped"
    },
    footerHeading = "%nTry:%n",
    footer = {
      "  ocimodel demo",
      "  ocimodel pack ./phi-4 --to oci:./phi-4.oci:v1",
      "  ocimodel copy oci:./phi-4.oci:v1 registry.example/models/phi-4:v1",
      "  ocimodel pull registry.example/models/phi-4:v1 /models/phi-4",
      "",
      "A place is oci:PATH:TAG (a layout directory) or REGISTRY/REPOSITORY:TAG.",
      "Credentials come from OCIMODEL_USERNAME and OCIMODEL_PASSWORD for OCIMODEL_REGISTRY, from",
      "docker's config.json and its helpers, and from podman's auth.json."
    })
public final class Ocimodel implements Runnable {

  private static final List<Class<?>> COMMANDS =
      List.of(
          PackCommand.class,
          CopyCommand.class,
          PullCommand.class,
          InspectCommand.class,
          TagsCommand.class,
          ReferrersCommand.class,
          DeleteCommand.class,
          LoginCommand.class,
          LogoutCommand.class,
          SpecCommand.class,
          ServeCommand.class,
          DemoCommand.class,
          RehearseCommand.class);

  @Option(
      names = "--debug",
      description = "Print the stack trace of a failure; so does OCIMODEL_DEBUG=1.",
      scope = ScopeType.INHERIT)
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  private Ocimodel() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int code = commandLine(arguments).execute(arguments);
    System.out.flush();
    if (code != Failures.CANCELLED) { // else the JVM is ending, once this thread has
      System.exit(code);
    }
  }

  /**
   * Returns the command line, for programs and tests that run it in their own process.
   *
   * @param arguments what it will be given, which may save it from knowing every command
   */
  static CommandLine commandLine(String... arguments) {
    Ocimodel top = new Ocimodel();
    Failures failures = new Failures(top::isDebugging);
    CommandLine commandLine = new CommandLine(top);
    commands(arguments).forEach(commandLine::addSubcommand);
    return commandLine
        .registerConverter(Location.class, new Location.Converter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /**
   * The commands that the arguments can mean: one where the first names it, else all. Looking into
   * all of them would take longer than a small pull.
   */
  private static List<Class<?>> commands(String... arguments) {
    return COMMANDS.stream()
        .filter(
            c -> arguments.length > 0 && c.getAnnotation(Command.class).name().equals(arguments[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  private boolean isDebugging() {
    return debug || System.getenv().getOrDefault("OCIMODEL_DEBUG", "").equals("1");
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
