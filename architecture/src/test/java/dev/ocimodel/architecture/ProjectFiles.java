package dev.ocimodel.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Where the sources and classes of the whole project lie. */
final class ProjectFiles {
  private ProjectFiles() {}

  /** The folder of this module; Surefire and IDEs both start tests in it or name it. */
  static Path architecture() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  static Path root() {
    return Objects.requireNonNull(architecture().getParent());
  }

  /** The folders of all modules, published or not. */
  static List<Path> modules() {
    return children(root()).filter(p -> Files.exists(p.resolve("pom.xml"))).toList();
  }

  /** The folders below {@code relative} that exist in any module, such as built test classes. */
  static List<Path> inEveryModule(String relative) {
    return modules().stream().map(m -> m.resolve(relative)).filter(Files::isDirectory).toList();
  }

  /** All files below a folder whose names end as given, in the order of their paths. */
  static List<Path> below(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(p -> p.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
