package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command fails: one line that says what is wrong and what to do, and the exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  /** What a shell says of a program that Ctrl-C ended. */
  static final int CANCELLED = 130;

  private final BooleanSupplier debugging;

  /**
   * @param debugging whether stack traces are wanted
   */
  Failures(BooleanSupplier debugging) {
    this.debugging = debugging;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (failure instanceof TransferCancelledException) {
      err.println("cancelled: run the same command again to go on where it stopped");
    } else {
      err.println("error: " + Advice.describe(failure));
    }
    if (debugging.getAsBoolean() || !isExpected(failure)) {
      failure.printStackTrace(err);
    }
    if (failure instanceof IllegalArgumentException) {
      tellWhereToRead(command);
    }
    err.flush();
    return exitCode(failure);
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof OciException
        || failure instanceof IllegalArgumentException
        || failure instanceof UncheckedIOException;
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof TransferCancelledException) {
      return CANCELLED;
    }
    return failure instanceof IllegalArgumentException ? WRONG_USAGE : FAILED;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    PrintWriter err = failure.getCommandLine().getErr();
    err.println("error: " + Advice.describe(failure));
    UnmatchedArgumentException.printSuggestions(failure, err);
    tellWhereToRead(failure.getCommandLine());
    err.flush();
    return WRONG_USAGE;
  }

  private static void tellWhereToRead(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("Try '" + name + " --help' for usage and examples.");
  }
}
