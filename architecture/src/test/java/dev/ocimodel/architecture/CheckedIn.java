package dev.ocimodel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that is generated and checked in, so that a change of it is seen in a review. */
final class CheckedIn {
  private static final String UPDATE_COMMAND =
      "mvn -B -pl architecture -am verify -Dapi.update=true";

  private CheckedIn() {}

  /** Compares the text with the file, or rewrites the file when {@code api.update} is set. */
  static void assertMatches(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("api.update")) {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, actual);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(
            "%s is not what the build gives. If the change is meant, run%n  %s%nand commit it.",
            ProjectFiles.root().relativize(file), UPDATE_COMMAND)
        .isEqualTo(actual);
  }
}
