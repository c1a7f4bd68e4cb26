package dev.ocimodel.oci.file;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Files that appear whole or not at all, and stay so after a power loss. */
public final class AtomicFiles {

  private AtomicFiles() {}

  /**
   * Replaces a small file's content. One writer at a time: the temporary file's name is always the
   * same, so that a killed process leaves at most one behind.
   */
  public static void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(".ocimodel-" + file.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      publish(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Gives a file that was forced to disk its final name. */
  public static void publish(Path temporary, Path file) throws IOException {
    createDirectories(parent(file));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(parent(file));
  }

  /** Makes a directory and those above it, and forces each new name to disk. */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = parent(directory);
    createDirectories(parent);
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    forceDirectory(parent);
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.toAbsolutePath().getParent());
  }

  /** Makes renames and removals in a directory durable, where the platform can. */
  public static void forceDirectory(Path directory) throws IOException {
    FileChannel opened;
    try {
      opened = FileChannel.open(directory, StandardOpenOption.READ);
    } catch (IOException e) {
      // Windows cannot open a directory; there a rename is as durable as it gets.
      System.getLogger(AtomicFiles.class.getName())
          .log(System.Logger.Level.DEBUG, "Cannot force {0} to disk", directory);
      return;
    }
    try (opened) {
      opened.force(true);
    }
  }

  public static byte[] readBounded(Path file, long limit, String limitName) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
      if (content.length > limit) {
        throw new InvalidContentException(
            file + " has more than " + limit + " bytes, the limit on " + limitName);
      }
      return content;
    }
  }

  /** A file name part that no other process or thread uses. */
  public static String unique() {
    return ProcessHandle.current().pid()
        + "-"
        + Long.toHexString(ThreadLocalRandom.current().nextLong())
        + ".tmp";
  }
}
