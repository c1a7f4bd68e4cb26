package dev.ocimodel.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Artifacts written by other tools, in {@code ../shared/vectors} beside the checkout. */
final class Vectors {

  private Vectors() {}

  /** Returns a vector's directory; skips the test, naming the path, where there are none. */
  static Path directory(String name) {
    String set = System.getProperty("ocimodel.vectors");
    Path start = Path.of("").toAbsolutePath();
    if (set != null) {
      return Path.of(set, name);
    }
    Path found = start.resolve("shared/vectors").resolve(name);
    for (Path at = start; at != null && !Files.isDirectory(found); at = at.getParent()) {
      found = at.resolve("shared/vectors").resolve(name);
    }
    assumeTrue(
        Files.isDirectory(found),
        "no directory shared/vectors/" + name + " beside or above " + start);
    return found;
  }
}
