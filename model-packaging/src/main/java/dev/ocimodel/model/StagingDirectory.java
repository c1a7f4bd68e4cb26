package dev.ocimodel.model;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.IngestClaim;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an artifact's files wait until they are whole: a private, flat directory inside the target,
 * named after the artifact, so that the next run of the same artifact goes on with what is in it.
 * One run at a time owns it. File names come from digests and counters only, never from the
 * artifact.
 */
final class StagingDirectory implements AutoCloseable {

  private final Path path;
  private final IngestClaim claim;

  private StagingDirectory(Path path, IngestClaim claim) {
    this.path = path;
    this.claim = claim;
  }

  static StagingDirectory open(Path target, Digest artifact) throws IOException {
    String name = artifact.encoded();
    Path path =
        target.resolve(".ocimodel-unpack-" + name.substring(0, Math.min(16, name.length())));
    make(path);
    IngestClaim claim = IngestClaim.tryClaim(path, "unpack");
    if (!claim.isHeld()) {
      throw new StorageException(
          "Another run unpacks " + artifact + " into " + target + "; wait for its end");
    }
    return new StagingDirectory(path, claim);
  }

  private static void make(Path path) throws IOException {
    try {
      if (Files.getFileStore(path.getParent()).supportsFileAttributeView("posix")) {
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(path);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new StorageException("Refused to write into " + path + ": it is no directory", e);
      }
    }
  }

  Path path() {
    return path;
  }

  /** The file for one of a layer's parts. */
  Path file(Digest layer, String part) {
    return path.resolve(layer.algorithm() + "-" + layer.encoded() + "." + part);
  }

  /** Bytes that earlier runs have left. */
  long size() throws IOException {
    long size = 0;
    for (Path file : files()) {
      size +=
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).size();
    }
    return size;
  }

  /** Removes what is staged; {@link #close} then removes the directory itself. */
  void clear() throws IOException {
    for (Path file : files()) {
      Files.deleteIfExists(file);
    }
  }

  /** The staged files, without the one that the claim is on. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      stream.forEach(files::add);
    }
    files.remove(path.resolve(IngestClaim.FILE_NAME));
    return files;
  }

  /** Ends this run's ownership; a directory with nothing for a next run in it goes. */
  @Override
  public void close() throws IOException {
    boolean empty = files().isEmpty();
    claim.close();
    if (empty) {
      try {
        Files.deleteIfExists(path.resolve(IngestClaim.FILE_NAME));
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException e) {
        // Another run has begun in the meantime; it removes the directory.
      }
    }
  }
}
