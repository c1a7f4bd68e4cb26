package dev.ocimodel.samples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is printed: lines for people, or one JSON object for programs. */
final class OutputOptions {

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no progress.")
  private boolean quiet;

  boolean json() {
    return json;
  }

  /** Progress goes to standard error, so that standard output is the result alone. */
  Progress progress(PrintWriter err) {
    return Progress.choose(quiet, err);
  }

  static void print(PrintWriter out, Map<String, ?> result) {
    try {
      out.println(new ObjectMapper().writeValueAsString(result));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of plain values can always be written", e);
    }
  }
}
