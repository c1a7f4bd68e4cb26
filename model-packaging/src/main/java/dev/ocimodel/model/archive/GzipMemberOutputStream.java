package dev.ocimodel.model.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One gzip member made of deflate blocks that were compressed independently, each ended on a byte
 * boundary by a sync flush, so that they can be made in parallel and joined by laying them end to
 * end. Every reader sees an ordinary member; several members would be simpler, but the JDK's own
 * reader can stop silently between two (JDK-7036144).
 *
 * <p>The caller's thread fills blocks, hashes and writes; only deflating is done by others. Blocks
 * in flight, and so memory, are two per thread.
 */
final class GzipMemberOutputStream extends OutputStream {

  private static final int MAX_LEVEL = 9;
  private static final int DEFAULT_LEVEL = 1;

  /** Deflate, no flags, time 0, no hint, system unknown: the same bytes on every machine. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  /** An empty last block with fixed codes (RFC 1951). */
  private static final byte[] LAST_BLOCK = {3, 0};

  private final OutputStream out;
  private final DeflateThreads threads;
  private final List<DeflateBlock> blocks;
  private final Queue<DeflateBlock> free;
  private final Queue<DeflateBlock> inFlight = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private @Nullable DeflateBlock filling;
  private long size;
  private boolean broken;
  private boolean closed;

  private GzipMemberOutputStream(
      OutputStream out, List<DeflateBlock> blocks, DeflateThreads threads) {
    this.out = out;
    this.blocks = blocks;
    this.free = new ArrayDeque<>(blocks);
    this.threads = threads;
  }

  static GzipMemberOutputStream open(OutputStream out, CompressionOptions options)
      throws IOException {
    int level = options.level(DEFAULT_LEVEL, MAX_LEVEL, "gzip");
    out.write(HEADER);
    int count = options.threads() == 1 ? 1 : 2 * options.threads();
    List<DeflateBlock> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(new DeflateBlock(level, options.deflateStrategy()));
    }
    return new GzipMemberOutputStream(out, blocks, DeflateThreads.of(options.threads()));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (closed || broken) {
      throw new IOException("The gzip stream is closed or failed before");
    }
    int written = 0;
    while (written < length) {
      DeflateBlock block = filling();
      int taken = block.fill(buffer, offset + written, length - written);
      crc.update(buffer, offset + written, taken);
      written += taken;
      if (block.isFull()) {
        deflate(block);
      }
    }
    size += length;
  }

  private DeflateBlock filling() throws IOException {
    DeflateBlock current = filling;
    if (current == null) {
      if (free.isEmpty()) {
        writeOldest();
      }
      current = free.remove();
      filling = current;
    }
    return current;
  }

  private void deflate(DeflateBlock block) {
    filling = null;
    inFlight.add(block);
    threads.deflate(block);
  }

  private void writeOldest() throws IOException {
    broken = true; // until it is written
    DeflateBlock oldest = inFlight.remove();
    oldest.writeTo(out);
    free.add(oldest);
    broken = false;
  }

  /** Does nothing: ending a block before it is full would change the bytes. */
  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!broken) {
        finish();
      }
    } finally {
      threads.close(); // first: no thread may use a deflater that has ended
      blocks.forEach(DeflateBlock::close);
    }
  }

  private void finish() throws IOException {
    DeflateBlock last = filling;
    if (last != null) {
      deflate(last);
    }
    while (!inFlight.isEmpty()) {
      writeOldest();
    }
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) crc.getValue()).putInt((int) size);
    out.write(LAST_BLOCK);
    out.write(trailer.array());
    out.flush();
  }
}
