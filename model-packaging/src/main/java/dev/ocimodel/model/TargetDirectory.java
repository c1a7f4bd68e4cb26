package dev.ocimodel.model;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The directory a model is unpacked into. Nothing is ever written through a symbolic link below it,
 * whether an artifact or somebody else put it there.
 *
 * <p>Where the platform can (Linux, macOS), parents are opened one below the other without
 * following links, and files are moved relative to them; so a link planted in between changes
 * nothing. Elsewhere every component is looked at first.
 */
final class TargetDirectory {

  private static final int BUFFER_SIZE = 256 * 1024;

  private final Path root;

  private TargetDirectory(Path root) {
    this.root = root;
  }

  /** Opens or makes the directory; its own path may lead through links, the user chose it. */
  static TargetDirectory open(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
      }
      return new TargetDirectory(directory.toRealPath());
    } catch (FileAlreadyExistsException e) {
      throw new StorageException(
          "Cannot unpack into " + directory + ": it is not a directory; choose another", e);
    } catch (IOException e) {
      throw new StorageException("Cannot unpack into " + directory + ": " + e, e);
    }
  }

  Path root() {
    return root;
  }

  /**
   * Throws if a file could not be put there: a link on the way or in its place, a file where it
   * needs a directory, a directory in its place.
   */
  void requireFree(String path) throws IOException {
    Path at = root;
    Path relative = Path.of(path);
    for (int i = 0; i < relative.getNameCount(); i++) {
      at = at.resolve(relative.getName(i));
      BasicFileAttributes attributes = attributes(at);
      if (attributes == null) {
        return;
      }
      check(at, attributes, i == relative.getNameCount() - 1);
    }
  }

  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void check(Path at, BasicFileAttributes attributes, boolean last) {
    if (attributes.isSymbolicLink()) {
      throw new StorageException(
          "Refused to write " + at + ": it is a symbolic link; remove it, or unpack elsewhere");
    }
    boolean fits = last ? attributes.isRegularFile() : attributes.isDirectory();
    if (!fits) {
      throw new StorageException(
          "Cannot write "
              + at
              + ": there is something there that is not a "
              + (last ? "file" : "directory")
              + "; remove it, or unpack elsewhere");
    }
  }

  /** Whether the file is there already with the content that a descriptor names. */
  boolean has(String path, Descriptor content) throws IOException {
    requireFree(path);
    Path file = root.resolve(path);
    BasicFileAttributes attributes = attributes(file);
    if (attributes == null || attributes.size() != content.size()) {
      return false;
    }
    Digester digester = Digester.matching(content.digest());
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digester.update(buffer, 0, read);
      }
    }
    return digester.digest().equals(content.digest());
  }

  /** Gives a verified file in a subdirectory of this one its final name, replacing a file there. */
  void publish(Path staged, String path) throws IOException {
    requireFree(path);
    Path relative = Path.of(path);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        Path staging = root.relativize(staged);
        try (SecureDirectoryStream<Path> from =
            secure.newDirectoryStream(staging.getName(0), LinkOption.NOFOLLOW_LINKS)) {
          moveInto(secure, root, relative, from, staging.getName(1));
        }
      } else {
        Path file = root.resolve(relative);
        Files.createDirectories(file.getParent());
        requireFree(path);
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void moveInto(
      SecureDirectoryStream<Path> directory,
      Path at,
      Path rest,
      SecureDirectoryStream<Path> from,
      Path name)
      throws IOException {
    Path next = rest.getName(0);
    if (rest.getNameCount() == 1) {
      from.move(name, directory, next);
      AtomicFiles.forceDirectory(at);
      return;
    }
    Path below = at.resolve(next);
    if (!isDirectory(directory, next, below)) {
      makeDirectory(below);
    }
    try (SecureDirectoryStream<Path> child =
        directory.newDirectoryStream(next, LinkOption.NOFOLLOW_LINKS)) {
      moveInto(child, below, rest.subpath(1, rest.getNameCount()), from, name);
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name, Path shown)
      throws IOException {
    BasicFileAttributeView view =
        parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    try {
      check(shown, view.readAttributes(), false);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Java cannot make a directory relative to an open one. Should a link have slipped in above it,
   * an empty directory appears elsewhere, and opening it from its true parent fails.
   */
  private static void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // Another file's parent: opened next, and refused there if it is a link.
    }
  }

  /** Returns {@code size} if a file of that size is there, which may be the one wanted; else 0. */
  long sizeIfEqual(String path, long size) throws IOException {
    BasicFileAttributes attributes = attributes(root.resolve(path));
    return attributes != null && attributes.size() == size ? size : 0;
  }

  /** Throws if the file system says it cannot hold so many bytes more. */
  void requireSpace(long bytes) throws IOException {
    long usable = Files.getFileStore(root).getUsableSpace();
    if (usable > 0 && bytes > usable) {
      throw new StorageException(
          "The model needs "
              + bytes
              + " more bytes in "
              + root
              + ", the disk has "
              + usable
              + "; free some or choose another directory");
    }
  }
}
