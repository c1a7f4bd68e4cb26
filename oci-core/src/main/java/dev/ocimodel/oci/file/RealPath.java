package dev.ocimodel.oci.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The one name of a lock file. The operating system knows it by its inode: two ways to write its
 * path, through a symlink for one, must meet at one lock of the JVM.
 */
public final class RealPath {

  private RealPath() {}

  /** Returns the file below the real path of its directory. */
  public static Path of(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      Path directory = Objects.requireNonNull(absolute.getParent()).toRealPath();
      return directory.resolve(Objects.requireNonNull(absolute.getFileName()));
    } catch (IOException e) {
      return absolute; // the directory is not there, so nothing in it can be locked
    }
  }
}
