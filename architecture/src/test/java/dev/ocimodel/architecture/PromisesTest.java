package dev.ocimodel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code docs/promises.md} says which test proves what; here is checked that it does. */
class PromisesTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern PROMISE = Pattern.compile("\\| (\\d+) \\|.*");

  private static List<String> lines() throws IOException {
    return Files.readAllLines(ProjectFiles.root().resolve("docs/promises.md"));
  }

  @Test
  void list_promisesOfTheClient_allThere() throws IOException {
    List<Integer> listed = new ArrayList<>();
    for (String line : lines()) {
      Matcher promise = PROMISE.matcher(line);
      if (promise.matches()) {
        listed.add(Integer.valueOf(promise.group(1)));
      }
    }
    Stream<Integer> wanted =
        Stream.of(IntStream.rangeClosed(1, 8), IntStream.rangeClosed(15, 23), IntStream.of(25))
            .flatMap(IntStream::boxed);
    assertThat(listed).containsExactlyElementsOf(wanted.toList());
  }

  @Test
  void prove_everyLine_byATestThatExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String line : lines()) {
      Matcher test = TEST.matcher(line);
      while (test.find()) {
        if (headOf(test.group(1), test.group(2)) == null) {
          missing.add(test.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void prove_promise_byATestThatNamesIt() throws IOException {
    List<String> unnamed = new ArrayList<>();
    for (String line : lines()) {
      Matcher promise = PROMISE.matcher(line);
      Matcher test = TEST.matcher(line);
      if (promise.matches() && test.find()) {
        String head = headOf(test.group(1), test.group(2));
        if (head == null || !head.contains("Promise " + promise.group(1) + ":")) {
          unnamed.add(line);
        }
      }
    }
    assertThat(unnamed).isEmpty();
  }

  /** What stands above a test: its comment and annotations; null if there is no such test. */
  private static @Nullable String headOf(String testClass, String method) throws IOException {
    for (Path folder : ProjectFiles.inEveryModule("src/test/java")) {
      for (Path file : ProjectFiles.below(folder, "/" + testClass + ".java")) {
        String source = Files.readString(file);
        int at = source.indexOf(" void " + method + "(");
        if (at >= 0) {
          return source.substring(source.lastIndexOf("\n\n", at), at);
        }
      }
    }
    return null;
  }
}
