package dev.ocimodel.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A large range as one ordered stream, read over several connections where one is slow.
 *
 * <p>It starts with one request for all of it and looks at the rate at which bytes arrive. Where
 * that is high, more connections would only cost. Where it is low and the server honours ranges,
 * the request is given up: lanes of {@link RangeLanes} fetch the segments ahead into the window,
 * each with whichever connection is free, while the reader fetches the next one itself. So the
 * reader never waits for memory, and the window is the only memory there is.
 *
 * <p>{@code lock} guards the segments and is never held during I/O.
 */
final class SegmentedStream extends InputStream {

  /** Opens a part of the range. */
  interface Opener {
    ResumingStream open(long offset, long length) throws IOException;
  }

  /** One connection that brings this many bytes in a second is left alone. */
  private static final long FAST_BYTES_PER_SECOND = 120_000_000;

  /** After so many bytes the rate of a single connection is looked at again. */
  private static final long PROBE_LENGTH = 64L * 1024 * 1024;

  private final RangeLanes lanes;
  private final Opener opener;
  private final long end;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Segment> ahead = new ArrayDeque<>();
  private final List<Future<?>> running = new ArrayList<>();
  private long nextToClaim;
  private boolean closed;

  private ResumingStream direct;
  private long directLeft;
  private long probeLeft;
  private long probeBytes;
  private long probeNanos;
  private boolean parallel;
  private long position;

  SegmentedStream(RangeLanes lanes, Opener opener, long offset, long length) throws IOException {
    this.lanes = lanes;
    this.opener = opener;
    this.position = offset;
    this.end = offset + length;
    this.nextToClaim = end;
    this.direct = opener.open(offset, length);
    this.directLeft = length;
    this.probeLeft = lanes.segmentSize();
    lanes.join(this);
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
    if (position == end) {
      return -1;
    }
    if (directLeft == 0) {
      Segment next = headOrClaim();
      if (next != null) {
        return take(next, buffer, offset, length);
      }
      fetchClaimed();
    }
    int read = readDirect(buffer, offset, length);
    if (probeLeft <= 0) {
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
    position += read;
    if (directLeft == 0) {
      direct.close();
    }
    return read;
  }

  /** Looks at the rate of the one connection, and gives it up where several are better. */
  private void probe() throws IOException {
    boolean slow = probeBytes * 1e9 < (double) FAST_BYTES_PER_SECOND * Math.max(1, probeNanos);
    if (!parallel
        && slow
        && directLeft >= lanes.segmentSize()
        && lanes.isUseful(this)
        && direct.honoursRanges()) {
      parallel = true;
      direct.close();
      directLeft = 0;
    }
    probeLeft = parallel ? Long.MAX_VALUE : PROBE_LENGTH;
    probeBytes = 0;
    probeNanos = 0;
  }

  /**
   * Returns the segment that is next, or claims it for the reader. These two are one step: a lane
   * that is between two segments would else claim the same.
   */
  private @Nullable Segment headOrClaim() {
    lock.lock();
    try {
      Segment head = ahead.peekFirst();
      if (head == null) {
        nextToClaim = position + claimLength();
      }
      return head;
    } finally {
      lock.unlock();
    }
  }

  private long claimLength() {
    return Math.min(end - position, lanes.segmentSize());
  }

  /** The reader fetches the segment it needs itself, and sets lanes on those behind it. */
  private void fetchClaimed() throws IOException {
    startLanes();
    direct = opener.open(position, claimLength());
    directLeft = claimLength();
  }

  /** Takes what has arrived of the segment that is next, waiting for its first byte. */
  private int take(Segment segment, byte[] buffer, int offset, int length) throws IOException {
    int count = Math.min(length, awaitBytes(segment));
    System.arraycopy(segment.buffer, segment.taken, buffer, offset, count);
    segment.taken += count;
    position += count;
    if (segment.taken == segment.length) {
      drop(segment);
      startLanes();
    }
    return count;
  }

  /** Returns how many bytes can be taken; at least one. */
  private int awaitBytes(Segment segment) throws IOException {
    lock.lock();
    try {
      while (segment.filled == segment.taken) {
        if (segment.failure != null) {
          throw rethrown(segment.failure);
        }
        if (closed) {
          throw new IOException("The stream is closed");
        }
        // No signal comes from a lane whose client was closed under it.
        changed.await(1, TimeUnit.SECONDS);
      }
      return segment.filled - segment.taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for a range");
    } finally {
      lock.unlock();
    }
  }

  private static IOException rethrown(Throwable failure) {
    if (failure instanceof IOException e) {
      return e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    return new IOException("Reading ahead failed", failure);
  }

  private void drop(Segment segment) {
    lock.lock();
    try {
      ahead.removeFirst();
    } finally {
      lock.unlock();
    }
    lanes.giveBack(segment.buffer);
  }

  private void startLanes() {
    for (Future<?> lane = tryStartLane(); lane != null; lane = tryStartLane()) {
      lock.lock();
      try {
        running.removeIf(Future::isDone);
        running.add(lane);
      } finally {
        lock.unlock();
      }
    }
  }

  private @Nullable Future<?> tryStartLane() {
    return hasUnclaimed() ? lanes.tryStart(this, this::runLane) : null;
  }

  private boolean hasUnclaimed() {
    lock.lock();
    try {
      return !closed && nextToClaim < end;
    } finally {
      lock.unlock();
    }
  }

  private void runLane() {
    for (Segment segment = nextSegment(); segment != null; segment = nextSegment()) {
      try {
        fetch(segment);
      } catch (IOException | RuntimeException | Error e) {
        fail(segment, e);
        return;
      }
    }
  }

  private @Nullable Segment nextSegment() {
    if (lanes.hasTooMany(this)) {
      return null;
    }
    byte[] buffer = lanes.tryTakeBuffer();
    if (buffer == null) {
      return null;
    }
    lock.lock();
    try {
      if (!closed && nextToClaim < end) {
        int length = (int) Math.min(lanes.segmentSize(), end - nextToClaim);
        Segment segment = new Segment(nextToClaim, length, buffer);
        nextToClaim += length;
        ahead.addLast(segment);
        return segment;
      }
    } finally {
      lock.unlock();
    }
    lanes.giveBack(buffer);
    return null;
  }

  private void fetch(Segment segment) throws IOException {
    try (InputStream in = opener.open(segment.offset, segment.length)) {
      int filled = 0;
      while (filled < segment.length) {
        int read = in.read(segment.buffer, filled, segment.length - filled);
        if (read < 0) {
          throw new IOException("The answer ended " + (segment.length - filled) + " bytes early");
        }
        filled += read;
        arrived(segment, filled);
      }
    }
  }

  private void arrived(Segment segment, int filled) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("The stream is closed");
      }
      segment.filled = filled;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Segment segment, Throwable failure) {
    lock.lock();
    try {
      segment.failure = failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the lanes; their buffers are garbage, for a lane may still be writing into one. */
  @Override
  public void close() throws IOException {
    List<Segment> abandoned = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      abandoned.addAll(ahead);
      ahead.clear();
      running.forEach(lane -> lane.cancel(true));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    lanes.leave(this);
    lanes.forget(abandoned.size());
    direct.close();
  }
}
