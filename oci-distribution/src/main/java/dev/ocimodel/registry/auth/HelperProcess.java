package dev.ocimodel.registry.auth;

import dev.ocimodel.oci.transfer.TransferCancelledException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a credential helper for a bounded time and takes a bounded answer. The calling thread does
 * all the work by polling: a blocking read could not be interrupted, and would hang on a grandchild
 * that keeps the pipe open after the helper itself was ended.
 *
 * @param program absolute path of the helper
 * @param environment the whole environment it runs in
 * @param timeLimit how long it may run
 * @param task what is being done, for messages
 */
record HelperProcess(
    Path program, Map<String, String> environment, Duration timeLimit, String task) {

  /** Far above any token; a helper that prints more is not answering. */
  static final int MAX_OUTPUT = 1024 * 1024;

  private static final long POLL_MILLIS = 10;

  /**
   * How a helper ended.
   *
   * @param status its exit status
   * @param output what it wrote to its standard output
   */
  record Result(int status, byte[] output) {

    /** Hides the output, which holds a secret. */
    @Override
    public String toString() {
      return "Result[status=" + status + ", output=***]";
    }
  }

  /** Runs the helper with one argument and this standard input, which must fit a pipe's buffer. */
  Result run(String argument, byte[] input) {
    Process process = start(argument);
    try (InputStream output = process.getInputStream()) {
      write(process, input);
      return await(process, output);
    } catch (IOException e) {
      throw new CredentialsException(task + " failed: its output could not be read", e);
    } finally {
      end(process);
    }
  }

  private Process start(String argument) {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), argument)
            // Discarded and not read: it cannot fill a pipe, and may hold a secret.
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CredentialsException(task + " failed: " + program + " cannot be run", e);
    }
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // A helper may answer without reading its input; what it answers and its status decide.
    }
  }

  private Result await(Process process, InputStream output) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    while (true) {
      // Asked before the last drain, so that what was written just before the end is not missed.
      boolean ended = hasEnded(process);
      drain(output, answer);
      if (ended) {
        return new Result(process.exitValue(), answer.toByteArray());
      }
      if (Duration.ofNanos(System.nanoTime() - start).compareTo(timeLimit) >= 0) {
        throw new CredentialsException(
            task + " failed: no answer within " + timeLimit + "; it was ended", null);
      }
    }
  }

  private boolean hasEnded(Process process) {
    try {
      return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransferCancelledException(task + " was interrupted", e);
    }
  }

  private void drain(InputStream output, ByteArrayOutputStream answer) throws IOException {
    for (int ready = output.available(); ready > 0; ready = output.available()) {
      answer.write(output.readNBytes(ready));
      if (answer.size() > MAX_OUTPUT) {
        throw new CredentialsException(
            task + " failed: it wrote more than " + MAX_OUTPUT + " bytes", null);
      }
    }
  }

  /** Children first: ending a shell script alone would leave the program that it waits for. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Leaves the environment out, where secrets are common. */
  @Override
  public String toString() {
    return "HelperProcess[" + program + "]";
  }
}
