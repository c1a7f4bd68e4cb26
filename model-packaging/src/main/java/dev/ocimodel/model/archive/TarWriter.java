package dev.ocimodel.model.archive;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tar archive whose bytes depend on paths, sizes and content alone: ustar, with a PAX
 * header only where ustar cannot hold a path or size; owner 0 and unnamed, time 0, modes 0644 and
 * 0755, two zero blocks at the end and no padding behind them.
 *
 * <p>Entries are written in the order they come; nothing is added, parent directories neither. A
 * path may be used once.
 */
public final class TarWriter {

  /** Bytes that {@link #finish()} writes. */
  public static final long END_SIZE = 2 * TarFormat.BLOCK;

  private static final int BUFFER_SIZE = 256 << 10;
  private static final String WHITEOUT_PREFIX = ".wh.";

  private final OutputStream out;
  private final PathSet paths = new PathSet();
  private byte @Nullable [] buffer;

  /**
   * @param out where to write; never closed
   */
  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes a directory.
   *
   * @param path a relative path as {@link ModelPaths#checked} wants it; a trailing slash is allowed
   * @throws InvalidContentException if the path is refused or was used before
   */
  public void directory(String path) throws IOException {
    String checked = checked(path);
    if (!paths.addDirectory(checked)) {
      throw usedBefore(checked);
    }
    out.write(TarHeaderEncoder.directory(checked));
  }

  /**
   * Writes a file.
   *
   * @param path a relative path as {@link ModelPaths#checked} wants it
   * @param size bytes of content
   * @param content gives exactly {@code size} bytes; read to its end, not closed
   * @throws InvalidContentException if the path is refused or was used before
   * @throws ContentMismatchException if the content has another size; the archive is broken then
   * @throws IOException if {@code content} or the output fails
   */
  public void file(String path, long size, InputStream content) throws IOException {
    String checked = checked(path);
    if (!paths.add(checked)) {
      throw usedBefore(checked);
    }
    out.write(TarHeaderEncoder.file(checked, size));
    copyExactly(checked, size, content);
    out.write(new byte[TarFormat.padding(size)]);
  }

  /** Writes the end of the archive. */
  public void finish() throws IOException {
    out.write(new byte[(int) END_SIZE]);
  }

  /** Returns the bytes that {@link #directory} writes, so that a size can be told beforehand. */
  public static long directorySize(String path) {
    return TarHeaderEncoder.directory(checked(path)).length;
  }

  /** Returns the bytes that {@link #file} writes, so that a size can be told beforehand. */
  public static long fileSize(String path, long size) {
    return TarHeaderEncoder.file(checked(path), size).length + size + TarFormat.padding(size);
  }

  private void copyExactly(String path, long size, InputStream content) throws IOException {
    byte[] chunk = buffer();
    long remaining = size;
    while (remaining > 0) {
      int read = content.read(chunk, 0, (int) Math.min(chunk.length, remaining));
      if (read < 0) {
        throw new ContentMismatchException(
            ForeignText.quote(path)
                + " ended after "
                + (size - remaining)
                + " of "
                + size
                + " bytes; was it changed while it was packed?");
      }
      out.write(chunk, 0, read);
      remaining -= read;
    }
    if (content.read() >= 0) {
      throw new ContentMismatchException(
          ForeignText.quote(path)
              + " has more than "
              + size
              + " bytes; was it changed while it was packed?");
    }
  }

  private byte[] buffer() {
    byte[] current = buffer;
    if (current == null) {
      current = new byte[BUFFER_SIZE];
      buffer = current;
    }
    return current;
  }

  private static String checked(String path) {
    String checked = ModelPaths.checked(path);
    if (checked.startsWith(WHITEOUT_PREFIX) || checked.contains("/" + WHITEOUT_PREFIX)) {
      throw new InvalidContentException(
          "Refused the path "
              + ForeignText.quote(path)
              + ": in an image layer, names that start with .wh. delete files");
    }
    return checked;
  }

  private static InvalidContentException usedBefore(String path) {
    return new InvalidContentException(ForeignText.quote(path) + " is in the archive already");
  }
}
