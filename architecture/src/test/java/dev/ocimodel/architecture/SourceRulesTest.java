package dev.ocimodel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules that only the source text shows. */
class SourceRulesTest {
  private static final int LONGEST_MAIN_FILE = 350;
  private static final int LONGEST_TEST_FILE = 400;
  private static final Pattern SYNCHRONIZED_BLOCK = Pattern.compile("\\bsynchronized\\s*\\(");
  private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
  private static final Pattern DISABLED = Pattern.compile("@Dis" + "abled\\b|assume\\w+\\(false");

  @Test
  void write_mainFile_staysShort() throws IOException {
    assertThat(longerThan("src/main/java", LONGEST_MAIN_FILE))
        .as("main files over %d lines: which two things does each do?", LONGEST_MAIN_FILE)
        .isEmpty();
  }

  @Test
  void write_testFile_staysShort() throws IOException {
    assertThat(longerThan("src/test/java", LONGEST_TEST_FILE))
        .as("test files over %d lines: split them by subject", LONGEST_TEST_FILE)
        .isEmpty();
  }

  @Test
  void lock_block_neverSynchronized() throws IOException {
    List<Path> published = new ArrayList<>();
    for (PublishedModule module : PublishedModule.values()) {
      published.add(module.directory().resolve("src/main/java"));
    }
    assertThat(matches(published, SYNCHRONIZED_BLOCK)).isEmpty();
  }

  @Test
  void leave_unfinishedWork_onlyInIssues() throws IOException {
    assertThat(matches(javaFolders(), LEFTOVER)).isEmpty();
  }

  @Test
  void switchOff_test_neverHappens() throws IOException {
    assertThat(matches(javaFolders(), DISABLED)).isEmpty();
  }

  private static List<Path> javaFolders() {
    List<Path> folders = new ArrayList<>(ProjectFiles.inEveryModule("src/main/java"));
    folders.addAll(ProjectFiles.inEveryModule("src/test/java"));
    return folders;
  }

  private static List<String> longerThan(String folder, int limit) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path root : ProjectFiles.inEveryModule(folder)) {
      for (Path file : ProjectFiles.below(root, ".java")) {
        int lines = Files.readAllLines(file).size();
        if (lines > limit) {
          found.add(name(file) + ": " + lines);
        }
      }
    }
    return found;
  }

  private static List<String> matches(List<Path> folders, Pattern pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path folder : folders) {
      for (Path file : ProjectFiles.below(folder, ".java")) {
        for (String line : Files.readAllLines(file)) {
          if (pattern.matcher(line).find()) {
            found.add(name(file) + ": " + line.strip());
          }
        }
      }
    }
    return found;
  }

  private static String name(Path file) {
    return ProjectFiles.root().relativize(file).toString();
  }
}
