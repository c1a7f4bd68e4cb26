package dev.ocimodel.model.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * All frames of a zstd file (RFC 8878) as one stream, skippable ones skipped, and nothing behind
 * them. At least one frame must be there: the library takes nothing, or metadata alone, for a file
 * of no bytes.
 */
final class ZstdFramesInputStream extends InputStream {

  private static final int FRAME_MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
  private static final int BUFFER_SIZE = 256 << 10;

  private final InputStream in;
  private final ArchiveLimits limits;
  private final ZstdDecompressCtx context;
  private final byte[] chunk = new byte[BUFFER_SIZE];
  private final ByteBuffer input =
      ByteBuffer.allocateDirect(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_SIZE).limit(0);
  private boolean inFrame;
  private boolean frameSeen;
  private boolean outputPending;
  private boolean closed;

  ZstdFramesInputStream(InputStream in, ArchiveLimits limits) {
    this.in = in;
    this.limits = limits;
    int windowLog = 63 - Long.numberOfLeadingZeros(limits.maxZstdWindow());
    this.context = new ZstdDecompressCtx().setLongMax(Math.min(windowLog, Zstd.windowLogMax()));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The zstd stream is closed");
    }
    if (length == 0) {
      return 0;
    }
    while (!output.hasRemaining()) {
      if (!inFrame && !startFrame()) {
        return -1;
      }
      decompress();
    }
    int read = Math.min(length, output.remaining());
    output.get(buffer, offset, read);
    return read;
  }

  private boolean startFrame() throws IOException {
    while (have(4)) {
      int magic = input.getInt(input.position());
      if (magic == FRAME_MAGIC) {
        frameSeen = true;
        inFrame = true;
        return true;
      }
      if ((magic & SKIPPABLE_MASK) != SKIPPABLE_MAGIC) {
        throw notAFrame();
      }
      skipSkippable();
    }
    if (input.hasRemaining()) {
      throw notAFrame();
    }
    if (!frameSeen) {
      throw new InvalidContentException("Not zstd: the input holds no frame");
    }
    return false;
  }

  private InvalidContentException notAFrame() {
    return new InvalidContentException(
        frameSeen
            ? "Invalid zstd: something else follows its last frame"
            : "Not zstd: the input starts with other bytes");
  }

  private void skipSkippable() throws IOException {
    if (!have(8)) {
      throw truncated();
    }
    long remaining = 8 + (input.getInt(input.position() + 4) & 0xffff_ffffL);
    while (remaining > 0) {
      if (!have(1)) {
        throw truncated();
      }
      int skipped = (int) Math.min(remaining, input.remaining());
      input.position(input.position() + skipped);
      remaining -= skipped;
    }
  }

  private void decompress() throws IOException {
    if (!outputPending && !have(1)) {
      throw truncated();
    }
    output.clear();
    try {
      inFrame = !context.decompressDirectByteBufferStream(output, input);
    } catch (ZstdException e) {
      throw invalid(e);
    } finally {
      // A full buffer may mean that the decoder holds more than it could put there.
      outputPending = !output.hasRemaining();
      output.flip();
    }
  }

  private InvalidContentException invalid(ZstdException e) {
    // The exception carries the library's return value, a negative number, not the code itself.
    if (Zstd.getErrorCode(e.getErrorCode()) == Zstd.errFrameParameterWindowTooLarge()) {
      return new InvalidContentException(
          "A zstd frame demands a window over the limit maxZstdWindow, "
              + limits.maxZstdWindow()
              + " bytes",
          e);
    }
    return new InvalidContentException("Invalid zstd: " + e.getMessage(), e);
  }

  private static InvalidContentException truncated() {
    return new InvalidContentException("Invalid zstd: it ends in the middle of a frame");
  }

  /** Whether that many bytes, a few at most, are in the input buffer or can be read into it. */
  private boolean have(int count) throws IOException {
    while (input.remaining() < count) {
      input.compact();
      int read = in.read(chunk, 0, input.remaining());
      input.put(chunk, 0, Math.max(read, 0)).flip();
      if (read < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try (context) {
        in.close();
      }
    }
  }
}
