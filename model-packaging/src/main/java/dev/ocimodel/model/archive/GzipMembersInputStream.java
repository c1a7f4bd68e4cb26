package dev.ocimodel.model.archive;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * All members of a gzip file (RFC 1952) as one stream, and nothing behind them: the JDK's reader
 * ignores what follows and may stop between members, others hold a header's file name in memory
 * whatever its length.
 */
final class GzipMembersInputStream extends InputStream {

  private final GzipInput input;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inMember;
  private boolean memberSeen;
  private boolean closed;

  GzipMembersInputStream(InputStream in) {
    this.input = new GzipInput(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The gzip stream is closed");
    }
    while (length > 0) {
      if (!inMember && !startMember()) {
        return -1;
      }
      int read = inflate(buffer, offset, length);
      if (read > 0) {
        crc.update(buffer, offset, read);
        return read;
      }
    }
    return 0;
  }

  private boolean startMember() throws IOException {
    if (input.atEnd()) {
      if (!memberSeen) {
        throw new InvalidContentException("Not gzip: the input is empty");
      }
      return false;
    }
    GzipHeader.read(input, memberSeen);
    memberSeen = true;
    inMember = true;
    inflater.reset();
    crc.reset();
    return true;
  }

  /** Returns 0 when the member ended or more input was needed. */
  private int inflate(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = inflater.inflate(buffer, offset, length);
      if (read == 0 && inflater.finished()) {
        input.giveBack(inflater.getRemaining());
        endMember();
      } else if (read == 0 && inflater.needsDictionary()) {
        throw new InvalidContentException("Invalid gzip: it asks for a dictionary");
      } else if (read == 0 && inflater.needsInput()) {
        input.feed(inflater);
      } else if (read == 0) {
        throw new InvalidContentException("Invalid gzip: the inflater makes no progress");
      }
      return read;
    } catch (DataFormatException e) {
      throw new InvalidContentException("Invalid gzip: " + e.getMessage(), e);
    }
  }

  private void endMember() throws IOException {
    long expectedCrc = input.littleEndian(4);
    long expectedSize = input.littleEndian(4);
    if (expectedCrc != crc.getValue()) {
      throw new InvalidContentException("Invalid gzip: the CRC-32 is not that of the content");
    }
    if (expectedSize != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new InvalidContentException("Invalid gzip: the size is not that of the content");
    }
    inMember = false;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      inflater.end();
      input.close();
    }
  }
}
