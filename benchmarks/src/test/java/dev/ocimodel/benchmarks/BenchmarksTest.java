package dev.ocimodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, and its own check passes. What it measures here means nothing. */
class BenchmarksTest {

  private static final int FORMATS = 4;

  @ParameterizedTest
  @ValueSource(classes = {PackShard.class, UnpackShard.class})
  void run_tinyShard_everyFormatPassesItsCheck(Class<?> benchmark) throws RunnerException {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include(benchmark.getName())
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
