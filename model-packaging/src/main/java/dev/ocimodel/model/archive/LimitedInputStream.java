package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops a decompression bomb before the bytes over the limit reach anybody. */
final class LimitedInputStream extends FilterInputStream {

  private final CompressedSource source;
  private final ArchiveLimits limits;
  private long produced;

  LimitedInputStream(InputStream decoder, CompressedSource source, ArchiveLimits limits) {
    super(decoder);
    this.source = source;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      produced += read;
      checkSize();
      checkRatio();
    }
    return read;
  }

  private void checkSize() {
    if (produced > limits.maxTotalSize()) {
      throw new InvalidContentException(
          "Decompressed more than maxTotalSize, "
              + limits.maxTotalSize()
              + " bytes, out of "
              + source.consumed()
              + " compressed ones");
    }
  }

  private void checkRatio() {
    boolean tooFar =
        produced > limits.ratioThreshold()
            && produced / limits.maxCompressionRatio() > source.consumed();
    if (tooFar) {
      throw new InvalidContentException(
          "Decompressed "
              + produced
              + " bytes out of "
              + source.consumed()
              + ", which is over maxCompressionRatio, "
              + limits.maxCompressionRatio());
    }
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] discarded = new byte[(int) Math.min(Math.max(count, 1), 64 << 10)];
    return count <= 0 ? 0 : Math.max(0, read(discarded, 0, discarded.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
