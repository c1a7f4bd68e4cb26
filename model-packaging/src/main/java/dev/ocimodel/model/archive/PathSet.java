package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The paths of one directory tree, free of pairs that some file system takes for one: names that
 * differ only in case or Unicode normalization, or a file where another path needs a directory.
 */
public final class PathSet {

  private record Node(String path, boolean directory) {}

  private final Map<String, Node> nodes = new HashMap<>();

  /**
   * Adds a file.
   *
   * @param path a path that passed {@link ModelPaths#checked}
   * @return whether it is new; false if this very file is in the set already, which is an error in
   *     an artifact and a replacement in an image
   * @throws InvalidContentException if it collides with another path
   */
  public boolean add(String path) {
    addParents(path);
    return addNode(path, false);
  }

  /**
   * Adds a directory; adding it again changes nothing.
   *
   * @param path a path that passed {@link ModelPaths#checked}
   * @return whether it is new
   * @throws InvalidContentException if it collides with another path
   */
  public boolean addDirectory(String path) {
    addParents(path);
    return addNode(path, true);
  }

  private void addParents(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      addNode(path.substring(0, slash), true);
    }
  }

  private boolean addNode(String path, boolean directory) {
    Node before = nodes.putIfAbsent(folded(path), new Node(path, directory));
    if (before == null) {
      return true;
    }
    if (!before.path().equals(path)) {
      throw new InvalidContentException(
          "The paths "
              + ForeignText.quote(before.path())
              + " and "
              + ForeignText.quote(path)
              + " are one file on systems that ignore case or Unicode normalization");
    }
    if (before.directory() != directory) {
      throw new InvalidContentException(
          "The path " + ForeignText.quote(path) + " is used for a file and for a directory");
    }
    return false;
  }

  /** Upper before lower case, so that a sharp s folds to "ss" and every sigma to one. */
  private static String folded(String path) {
    String upper = Normalizer.normalize(path, Normalizer.Form.NFD).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
  }
}
