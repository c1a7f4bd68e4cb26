package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive (ustar, PAX, GNU long names) as a stream, and refuses whatever two readers
 * could understand differently: a wrong checksum, a size said twice and not alike, content behind a
 * link, missing end blocks, anything but zeros behind them. Devices, FIFOs, sparse files and
 * unknown types are refused too.
 *
 * <p>Each refusal is an {@link InvalidContentException}, after which the reader is of no use.
 * Memory is one block and one extended header.
 */
public final class TarReader {

  private final TarBlocks blocks;
  private final ArchiveLimits limits;
  private int headers;
  private long totalSize;
  private boolean ended;
  private boolean broken;
  private TarContent content;

  /**
   * @param in the uncompressed archive; read to its end, not closed. Reads are of 512 bytes between
   *     files, so buffer a stream for which that is costly.
   * @param limits what to take at most
   */
  public TarReader(InputStream in, ArchiveLimits limits) {
    this.blocks = new TarBlocks(in);
    this.limits = limits;
    this.content = new TarContent(blocks, 0);
  }

  /**
   * Moves to the next entry, past what is left of this one's content. An entry for the directory
   * that all paths are relative to ({@code ./}) is passed over.
   *
   * @return the entry, or null when the archive ended as it should and so did the stream
   * @throws InvalidContentException if the archive is malformed, ambiguous, hostile or over a limit
   * @throws IOException if the stream fails
   */
  public @Nullable TarEntry next() throws IOException {
    if (broken) {
      throw new IllegalStateException("This archive was refused or could not be read before");
    }
    if (ended) {
      return null;
    }
    broken = true; // until the entry is there
    content.skipRest();
    TarEntry entry = readEntry();
    content = new TarContent(blocks, entry == null ? 0 : entry.size());
    ended = entry == null;
    broken = false;
    return entry;
  }

  /**
   * Returns the content of the current entry: exactly its size, empty unless it is a file. The
   * stream ends when {@link #next()} is called; closing it does nothing.
   *
   * @throws InvalidContentException from its reads, if the archive ends early
   */
  public InputStream content() {
    return content;
  }

  private @Nullable TarEntry readEntry() throws IOException {
    TarExtensions extensions = new TarExtensions(limits);
    while (true) {
      byte[] block = blocks.readHeader();
      if (TarBlocks.isZero(block)) {
        extensions.checkUnused();
        blocks.readEnd();
        return null;
      }
      TarHeader header = TarHeader.parse(block, countHeader());
      if (extensions.accepts(header)) {
        extensions.add(header, blocks);
        continue;
      }
      TarEntry entry = TarEntries.entry(header, extensions, limits);
      if (entry != null) {
        countSize(entry);
        return entry;
      }
      extensions = new TarExtensions(limits);
    }
  }

  private int countHeader() {
    if (++headers > limits.maxEntries()) {
      throw new InvalidContentException(
          "The tar archive has more entries than maxEntries, " + limits.maxEntries());
    }
    return headers;
  }

  private void countSize(TarEntry entry) {
    if (entry.size() > limits.maxTotalSize() - totalSize) {
      throw new InvalidContentException(
          "The files of the tar archive, up to "
              + ForeignText.quote(entry.path())
              + ", have more bytes than maxTotalSize, "
              + limits.maxTotalSize());
    }
    totalSize += entry.size();
  }
}
