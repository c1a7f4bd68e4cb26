package dev.ocimodel.model.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How a layer's bytes are compressed. */
public enum Compression {
  /** Not at all. */
  NONE {
    @Override
    public OutputStream compress(OutputStream out, CompressionOptions options) {
      return new UnclosedOutputStream(out);
    }

    @Override
    InputStream open(CompressedSource source, ArchiveLimits limits) {
      return source;
    }
  },

  /** One gzip member (RFC 1952). */
  GZIP {
    @Override
    public OutputStream compress(OutputStream out, CompressionOptions options) throws IOException {
      return GzipMemberOutputStream.open(out, options);
    }

    @Override
    InputStream open(CompressedSource source, ArchiveLimits limits) {
      return new GzipMembersInputStream(source);
    }
  },

  /** One zstd frame (RFC 8878) with a checksum and a window of at most 8 MiB. */
  ZSTD {
    @Override
    public OutputStream compress(OutputStream out, CompressionOptions options) {
      return new ZstdFrameOutputStream(out, options);
    }

    @Override
    InputStream open(CompressedSource source, ArchiveLimits limits) {
      return new ZstdFramesInputStream(source, limits);
    }
  };

  /**
   * Starts compressing to a stream. The bytes depend on the input, the level and the strategy: not
   * on the number of threads, not on the sizes of the writes. They do depend on the compressor:
   * zstd's comes with this SDK's zstd-jni, gzip's is the zlib of the running JDK.
   *
   * @param out where to write; closing the returned stream finishes the frame or member and leaves
   *     {@code out} open
   * @return a stream that must be closed, which also ends its threads; writes of 64 KiB and more
   *     are cheapest
   * @throws IllegalArgumentException if the format does not know the level
   * @throws IOException if {@code out} fails
   */
  public abstract OutputStream compress(OutputStream out, CompressionOptions options)
      throws IOException;

  /**
   * Opens compressed bytes for reading. Concatenated members and frames are read as one; anything
   * behind them, a cut, an input without any member or frame, and whatever exceeds a limit is
   * refused with an {@link dev.ocimodel.oci.InvalidContentException} while reading. A cut exactly
   * between two frames cannot be seen here; a tar's end blocks or a digest show it.
   *
   * @param in the compressed bytes; closed with the returned stream, which must be closed
   */
  public final InputStream decompress(InputStream in, ArchiveLimits limits) {
    CompressedSource source = new CompressedSource(in);
    return new LimitedInputStream(open(source, limits), source, limits);
  }

  /** Opens the decoder alone, without the limits on what it puts out. */
  abstract InputStream open(CompressedSource source, ArchiveLimits limits);
}
