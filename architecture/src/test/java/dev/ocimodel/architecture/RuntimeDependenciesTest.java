package dev.ocimodel.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a module brings to its users' class path, compared with {@code
 * architecture/dependencies/<module>.txt}. The build lists it with {@code dependency:list}.
 */
class RuntimeDependenciesTest {
  /**
   * {@code group:artifact:jar[:classifier]:version:scope}, after which the module name may come.
   */
  private static final Pattern DEPENDENCY =
      Pattern.compile("(?m)^\\s+(\\S+?:\\S+?:jar:\\S+):(?:compile|runtime)\\b");

  @ParameterizedTest
  @EnumSource
  void depend_atRuntime_onCheckedInListOnly(PublishedModule module) throws IOException {
    Path listed = module.directory().resolve("target/runtime-dependencies.txt");
    assertThat(listed).as("written by the maven-dependency-plugin in process-classes").exists();

    String actual =
        DEPENDENCY
            .matcher(Files.readString(listed))
            .results()
            .map(MatchResult::group)
            .map(RuntimeDependenciesTest::entry)
            .sorted()
            .collect(joining("\n", "", "\n"));

    CheckedIn.assertMatches(module.checkedInFile("dependencies", ".txt"), actual);
  }

  /** Our own modules carry one version, which a release must not have to change here. */
  private static String entry(String dependency) {
    String stripped = dependency.strip();
    String withoutScope = stripped.substring(0, stripped.lastIndexOf(':'));
    return withoutScope.startsWith("dev.ocimodel:")
        ? withoutScope.substring(0, withoutScope.lastIndexOf(':'))
        : withoutScope;
  }
}
