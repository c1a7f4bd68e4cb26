package dev.ocimodel.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A large range as one ordered stream, read over several connections where one is slow.
 *
 * <p>It starts with one request for all of it and looks at the rate at which bytes arrive. Where
 * that is high, more connections would only cost. Where it is low and the server honours ranges,
 * the request is given up, and lanes fetch {@linkplain ReadAhead what is ahead}, each with
 * whichever connection is free; what no lane has claimed the reader fetches itself.
 */
final class SegmentedStream extends InputStream {

  /** Opens a part of the range. */
  interface Opener {
    ResumingStream open(long offset, long length) throws IOException;
  }

  /** One connection that brings this many bytes in a second is left alone. */
  private static final long FAST_BYTES_PER_SECOND = 120_000_000;

  /** After so many bytes the rate of a single connection is looked at again, */
  private static final long PROBE_LENGTH = 64L * 1024 * 1024;

  /** or after so long a wait for them. */
  private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final RangeLanes lanes;
  private final Opener opener;
  private final ReadAhead ahead;
  private final long end;

  private ResumingStream direct;
  private long directLeft;
  private long probeLeft;
  private long probeBytes;
  private long probeNanos;
  private boolean parallel;
  private boolean closed;

  /** What the reader has claimed and could not open yet. */
  private @Nullable Segment unopened;

  private long position;

  SegmentedStream(RangeLanes lanes, Opener opener, long offset, long length) throws IOException {
    this.lanes = lanes;
    this.opener = opener;
    this.position = offset;
    this.end = offset + length;
    this.direct = opener.open(offset, length);
    this.directLeft = length;
    this.probeLeft = lanes.segmentSize();
    this.ahead = new ReadAhead(lanes, opener, end);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The stream is closed");
    }
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    while (directLeft == 0) {
      Segment next = unopened == null ? ahead.head() : null;
      if (next != null) {
        int taken = ahead.take(next, buffer, offset, length);
        moved(taken);
        return taken;
      }
      fetchNext();
    }
    int read = readDirect(buffer, offset, length);
    if (!parallel && (probeLeft <= 0 || probeNanos >= PROBE_NANOS)) {
      probe();
    }
    return read;
  }

  private int readDirect(byte[] buffer, int offset, int length) throws IOException {
    long started = System.nanoTime();
    int read = direct.read(buffer, offset, (int) Math.min(length, directLeft));
    probeNanos += System.nanoTime() - started;
    if (read < 0) {
      throw new IOException("The answer ended " + directLeft + " bytes early");
    }
    probeBytes += read;
    probeLeft -= read;
    directLeft -= read;
    if (directLeft == 0) {
      endDirect();
    }
    moved(read);
    return read;
  }

  /** At its end a stream keeps nothing from others, closed or not. */
  private void moved(int count) {
    position += count;
    if (position == end) {
      ahead.close();
    }
  }

  /** Looks at the rate of the one connection, and gives it up where several are better. */
  private void probe() throws IOException {
    boolean slow = probeBytes * 1e9 < (double) FAST_BYTES_PER_SECOND * Math.max(1, probeNanos);
    if (slow && directLeft >= lanes.segmentSize() && direct.honoursRanges() && ahead.begin()) {
      parallel = true;
      directLeft = 0;
      endDirect();
    }
    probeLeft = PROBE_LENGTH;
    probeBytes = 0;
    probeNanos = 0;
  }

  private void endDirect() throws IOException {
    direct.close();
    ahead.readerReadsItself(false);
  }

  /** Fetches what no lane has claimed, and sets lanes on what is behind it. */
  private void fetchNext() throws IOException {
    Segment own = unopened == null ? ahead.claim(position) : unopened;
    if (own != null) {
      unopened = own;
      ahead.readerReadsItself(true);
      direct = opener.open(own.offset, own.length);
      directLeft = own.length;
      unopened = null;
      ahead.startLanes();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    ahead.close();
    direct.close();
  }
}
