package dev.ocimodel.k8s;

import java.util.List;

/** Paths below a mount, with the rule Kubernetes has for sub-paths: relative, and never upwards. */
final class RelativePath {

  private RelativePath() {}

  /** Returns the path if it is empty or stays below where it starts. */
  static String check(String what, String path) {
    if (path.isEmpty()) {
      return path;
    }
    List<String> segments = List.of(path.split("/", -1));
    boolean stays =
        segments.stream().noneMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))
            && path.chars().noneMatch(Character::isISOControl)
            && path.indexOf('$') < 0;
    if (!stays) {
      throw new IllegalArgumentException(
          "Not a "
              + what
              + ": '"
              + path
              + "'; expected a relative path without empty, '.' or '..' segments, control"
              + " characters or '$'");
    }
    return path;
  }

  /** Joins an absolute directory and a checked relative path. */
  static String resolve(String directory, String path) {
    return path.isEmpty() ? directory : directory + "/" + path;
  }
}
