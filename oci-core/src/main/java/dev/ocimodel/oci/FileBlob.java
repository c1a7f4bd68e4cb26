package dev.ocimodel.oci;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A blob whose bytes are a file's. */
record FileBlob(Descriptor descriptor, Path file) implements Blob {

  @Override
  public InputStream open(long offset, long length) throws IOException {
    ByteRange.check(offset, length);
    FileChannel channel = openChannel();
    try {
      channel.position(offset);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new RangeStream(channel, file, length);
  }

  private FileChannel openChannel() throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new ContentNotFoundException(descriptor.digest() + " is not there: no file " + file, e);
    }
  }

  /** Exactly {@code remaining} bytes of a file; a shorter file is an error, not an end. */
  private static final class RangeStream extends InputStream {

    private final FileChannel channel;
    private final Path file;
    private long remaining;

    RangeStream(FileChannel channel, Path file, long length) {
      this.channel = channel;
      this.file = file;
      this.remaining = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (remaining == 0) {
        return -1;
      }
      int wanted = (int) Math.min(length, remaining);
      int read = channel.read(ByteBuffer.wrap(buffer, offset, wanted));
      if (read < 0) {
        throw new EOFException(file + " ends " + remaining + " bytes early");
      }
      remaining -= read;
      return read;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
