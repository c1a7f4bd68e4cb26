package dev.ocimodel.model.archive;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a tar archive, already checked. Owner, times and extended attributes are dropped:
 * what an archive says about them is never applied.
 *
 * @param path relative path that passed {@link ModelPaths#checked}, without a trailing slash
 * @param type what the entry is
 * @param size bytes of content; 0 unless it is a file
 * @param mode permission bits, {@code 0777} at most: no setuid, setgid or sticky bit
 * @param linkTarget where a link points, exactly as the archive says and <em>not</em> checked
 *     against any directory; null unless it is a link
 */
public record TarEntry(String path, Type type, long size, int mode, @Nullable String linkTarget) {

  /** The kinds of entry a reader gives; every other kind is refused. */
  public enum Type {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    SYMLINK,
    /** Another name of a file earlier in the same archive. */
    HARD_LINK
  }
}
