package dev.ocimodel.model.archive;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * One zstd frame. Always with workers, even one, and with a fixed job size: the library's
 * single-threaded mode gives other bytes, its multi-threaded mode the same for any number.
 */
final class ZstdFrameOutputStream extends OutputStream {

  private static final int MAX_LEVEL = 19; // above it windows exceed 8 MiB
  private static final int DEFAULT_LEVEL = 1;
  private static final int JOB_SIZE = 4 << 20;
  private static final int INPUT_SIZE = 1 << 20;
  private static final int OUTPUT_SIZE = 256 << 10;

  private final OutputStream out;
  private final ZstdCompressCtx context;
  private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_SIZE);
  private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT_SIZE);
  private final byte[] chunk = new byte[OUTPUT_SIZE];
  private boolean broken;
  private boolean closed;

  ZstdFrameOutputStream(OutputStream out, CompressionOptions options) {
    int level = options.level(DEFAULT_LEVEL, MAX_LEVEL, "zstd");
    this.out = out;
    this.context =
        new ZstdCompressCtx()
            .setLevel(level)
            .setChecksum(true)
            .setWorkers(options.threads())
            .setJobSize(JOB_SIZE);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (closed || broken) {
      throw new IOException("The zstd stream is closed or failed before");
    }
    int written = 0;
    while (written < length) {
      int taken = Math.min(input.remaining(), length - written);
      input.put(buffer, offset + written, taken);
      written += taken;
      if (!input.hasRemaining()) {
        compressInput(EndDirective.CONTINUE);
      }
    }
  }

  /** Does nothing: ending a block early would change the bytes. */
  @Override
  public void flush() {}

  private void compressInput(EndDirective directive) throws IOException {
    broken = true; // until it is compressed and written
    input.flip();
    boolean finished = false;
    while (input.hasRemaining() || (directive == EndDirective.END && !finished)) {
      finished = compressStep(directive);
      drainOutput();
    }
    input.clear();
    broken = false;
  }

  private boolean compressStep(EndDirective directive) throws IOException {
    try {
      return context.compressDirectByteBufferStream(output, input, directive);
    } catch (ZstdException e) {
      throw new IOException("zstd could not compress: " + e.getMessage(), e);
    }
  }

  private void drainOutput() throws IOException {
    output.flip();
    int length = output.remaining();
    output.get(chunk, 0, length);
    output.clear();
    if (length > 0) {
      out.write(chunk, 0, length);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (context) {
      if (!broken) {
        compressInput(EndDirective.END);
        out.flush();
      }
    }
  }
}
