package dev.ocimodel.model.archive;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Artifacts that other tools wrote, in {@code shared/vectors} beside the checkout. */
public final class Vectors {

  private static final String NAME = "shared/vectors";

  private Vectors() {}

  /** Returns the directory, or skips the test. */
  public static Path directory() {
    String given = System.getProperty("ocimodel.vectors");
    if (given != null) {
      return Path.of(given);
    }
    Path from = Path.of("").toAbsolutePath();
    Path above = from;
    while (above.getParent() != null && !Files.isDirectory(above.resolve(NAME))) {
      above = above.getParent();
    }
    Path found = above.resolve(NAME);
    assumeTrue(
        Files.isDirectory(found), "no " + NAME + " above " + from + "; set -Docimodel.vectors");
    return found;
  }

  static Map<String, byte[]> files(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(file -> files.put(name(directory, file), read(file)));
    }
    return files;
  }

  private static String name(Path directory, Path file) {
    return directory.relativize(file).toString().replace('\\', '/');
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
