package dev.ocimodel.model.archive;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a tar archive strictly, as a stream. */
public final class TarReader {

  private final InputStream in;

  /**
   * @param in the uncompressed archive; not closed
   * @param limits what to take at most
   */
  public TarReader(InputStream in, ArchiveLimits limits) {
    this.in = in;
  }

  /**
   * Moves to the next entry, past what is left of this one's content.
   *
   * @return the entry, or null after the end of the archive
   */
  public @Nullable TarEntry next() throws IOException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the content of the current entry: exactly its size. */
  public InputStream content() {
    return in;
  }
}
