package dev.ocimodel.registry.auth;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directories of {@code PATH}. Looked through here and not by the operating system, because
 * that may also look into the working directory, where a checkout could have planted a program.
 *
 * @param value the variable's value
 */
record SearchPath(String value) {

  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final List<String> SUFFIXES =
      WINDOWS ? List.of("", ".exe", ".cmd", ".bat") : List.of("");

  static SearchPath of(Map<String, String> environment) {
    if (!WINDOWS) {
      return new SearchPath(environment.getOrDefault("PATH", ""));
    }
    return new SearchPath(
        environment.entrySet().stream()
            .filter(variable -> variable.getKey().equalsIgnoreCase("PATH"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(""));
  }

  /** Returns the first executable file of that name; relative directories are passed over. */
  Optional<Path> find(String program) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(value)
        .flatMap(SearchPath::absoluteDirectory)
        .flatMap(directory -> SUFFIXES.stream().map(s -> directory.resolve(program + s)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static Stream<Path> absoluteDirectory(String entry) {
    try {
      return Stream.of(Path.of(entry)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }
}
