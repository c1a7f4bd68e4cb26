package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** One run of the command line, and what it left. */
record CommandRun(int code, String out, String err) {

  /** Runs it in this process. */
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Ocimodel.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }

  CommandRun assertDone() {
    assertThat(code).as(err).isZero();
    return this;
  }

  /** It failed, and said why in one line that holds the words. */
  void assertFailed(String words) {
    assertThat(code).as(err).isEqualTo(1);
    assertOneError(words);
  }

  /** It was not understood, said why in one line that holds the words, and named the help. */
  void assertMisused(String words) {
    assertThat(code).as(err).isEqualTo(2);
    assertOneError(words);
    assertThat(err).contains("Try 'ocimodel").doesNotContain("Usage:");
    assertThat(out).isEmpty();
  }

  private void assertOneError(String words) {
    List<String> errors = err.lines().filter(line -> line.startsWith("error: ")).toList();
    assertThat(errors).as(err).singleElement().asString().contains(words);
    assertThat(err).doesNotContain("\tat ");
  }
}
