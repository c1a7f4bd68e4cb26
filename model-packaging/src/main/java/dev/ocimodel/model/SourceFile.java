package dev.ocimodel.model;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file to pack, as it was when the directory was scanned.
 *
 * @param path its path in the model, by the one name rule
 * @param location where its bytes are, symbolic links resolved
 * @param size its size in bytes
 * @param modified its modification time
 * @param key its identity on the file system, where there is one
 * @param claimedDigest the digest its name in a Hugging Face cache claims, or null
 */
record SourceFile(
    String path,
    Path location,
    long size,
    FileTime modified,
    @Nullable Object key,
    @Nullable Digest claimedDigest) {

  static SourceFile of(
      String path, Path location, BasicFileAttributes seen, @Nullable Digest claimedDigest) {
    return new SourceFile(
        path, location, seen.size(), seen.lastModifiedTime(), seen.fileKey(), claimedDigest);
  }

  FileFormat format() {
    return FileFormat.of(path);
  }

  /** Opens the bytes; a failure to read them is told apart from the other end's by its type. */
  InputStream open() {
    try {
      return new SourceStream(Files.newInputStream(location, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private StorageException unreadable(IOException cause) {
    return new StorageException("Cannot read " + location + ": " + cause, cause);
  }

  /** Throws if the file is not the one that was scanned any more. */
  void requireUnchanged() {
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(location, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (now.size() != size) {
      throw changed("it had " + size + " bytes and has " + now.size());
    }
    if (!now.lastModifiedTime().equals(modified)) {
      throw changed("it was modified at " + now.lastModifiedTime());
    }
    if (!Objects.equals(now.fileKey(), key)) {
      throw changed("another file took its place");
    }
  }

  ContentMismatchException changed(String how) {
    return new ContentMismatchException(
        location
            + " changed while it was packed: "
            + how
            + "; wait until whatever writes it is done, and pack again");
  }

  private final class SourceStream extends FilterInputStream {

    SourceStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }
}
