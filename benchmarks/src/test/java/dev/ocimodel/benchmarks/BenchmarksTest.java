package dev.ocimodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.model.LayerFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, and its own check passes. What it measures here means nothing. */
class BenchmarksTest {

  private static final int FORMATS = LayerFormat.values().length;

  /** From the list in the jar, so that no benchmark is forgotten here. */
  static Stream<String> benchmarks() {
    return BenchmarkList.defaultList()
        .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
        .stream()
        .map(BenchmarkListEntry::getUsername)
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void run_tinyShard_everyFormatPassesItsCheck(String benchmark) throws RunnerException {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + Pattern.quote(benchmark) + "$")
                    .param("megabytes", "1")
                    .warmupIterations(0)
                    .measurementIterations(2)
                    .measurementTime(TimeValue.milliseconds(1))
                    .forks(0)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results).hasSize(FORMATS);
    assertThat(results).allSatisfy(BenchmarksTest::requireGigabytesPerSecond);
  }

  private static void requireGigabytesPerSecond(RunResult result) {
    var perSecond = result.getSecondaryResults().get("gigabytes");
    assertThat(perSecond == null ? 0 : perSecond.getScore()).isPositive();
  }
}
