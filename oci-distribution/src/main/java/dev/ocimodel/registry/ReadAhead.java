package dev.ocimodel.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What lanes of {@link RangeLanes} fetch of a large range before its reader comes to it. The range
 * is claimed from front to end, by lanes and by the reader, who fetches the next piece itself where
 * no lane has it.
 *
 * <p>A lane claims one segment or several in a row for one request, more where answers are long in
 * coming. It needs memory when bytes arrive and not before, so what is under way in the network
 * costs none. The segment that the reader wants next can always have the reserve: streams cannot
 * lock each other out.
 *
 * <p>{@code lock} guards the segments and is never held during I/O.
 */
final class ReadAhead {

  /**
   * How long a lane that has no memory keeps its connection: long enough for a reader who is merely
   * slow, for what is under way on a connection that is given up comes again.
   */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final RangeLanes lanes;
  private final SegmentedStream.Opener opener;
  private final long end;
  private final Stride stride;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Segment> ahead = new ArrayDeque<>();
  private final List<Future<?>> running = new ArrayList<>();
  private byte @Nullable [] reserve;
  private boolean reserveIsFree;
  private long nextToClaim;
  private boolean closed;

  /**
   * @param end where the range ends
   */
  ReadAhead(RangeLanes lanes, SegmentedStream.Opener opener, long end) {
    this.lanes = lanes;
    this.opener = opener;
    this.end = end;
    this.nextToClaim = end;
    this.stride = new Stride(lanes.segmentSize());
    lanes.join(this);
  }

  /** Makes lanes possible; false if there is no thread or memory for one. */
  boolean begin() {
    byte[] buffer = lanes.isUseful(this) ? lanes.tryTakeBuffer() : null;
    if (buffer == null) {
      return false;
    }
    lock.lock();
    try {
      reserve = buffer;
      reserveIsFree = true;
    } finally {
      lock.unlock();
    }
    return true;
  }

  /** Returns what lanes have at the reader's position, or null where nobody has claimed it. */
  @Nullable Segment head() {
    lock.lock();
    try {
      return ahead.peekFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Claims what is next for the reader; null where a lane has claimed it meanwhile. */
  @Nullable Segment claim(long position) {
    lock.lock();
    try {
      if (!ahead.isEmpty()) {
        return null;
      }
      long length = Math.min(end - position, (long) stride.segments() * lanes.segmentSize());
      nextToClaim = position + length;
      return new Segment(position, (int) length);
    } finally {
      lock.unlock();
    }
  }

  /** Says whether the reader uses a connection itself. */
  void readerReadsItself(boolean itself) {
    lanes.readsItself(this, itself);
  }

  /** Takes what has arrived of the head, waiting for its first byte. */
  int take(Segment head, byte[] target, int offset, int length) throws IOException {
    int count = Math.min(length, awaitBytes(head));
    System.arraycopy(Objects.requireNonNull(head.buffer), head.taken, target, offset, count);
    head.taken += count;
    if (head.taken == head.length) {
      drop(head);
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
    byte[] shared;
    lock.lock();
    try {
      ahead.removeFirst();
      reserveIsFree |= segment.buffer == reserve;
      shared = segment.buffer == reserve ? null : segment.buffer;
    } finally {
      lock.unlock();
    }
    if (shared == null) {
      lanes.wakeWaiting(); // another segment is the head now, and may have the reserve
    } else {
      lanes.giveBack(shared);
    }
  }

  /** Sets lanes on what nobody has claimed. */
  void startLanes() {
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
    for (List<Segment> claimed = claimAhead(); !claimed.isEmpty(); claimed = claimAhead()) {
      try {
        fetch(claimed);
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        fail(claimed, e);
        return;
      }
    }
  }

  private List<Segment> claimAhead() {
    List<Segment> claimed = new ArrayList<>();
    int segments = stride.segments();
    if (lanes.hasTooMany(this)) {
      return claimed;
    }
    lock.lock();
    try {
      while (!closed && nextToClaim < end && claimed.size() < segments) {
        int length = (int) Math.min(lanes.segmentSize(), end - nextToClaim);
        claimed.add(new Segment(nextToClaim, length));
        nextToClaim += length;
      }
      ahead.addAll(claimed);
    } finally {
      lock.unlock();
    }
    return claimed;
  }

  private void fetch(List<Segment> claimed) throws IOException, InterruptedException {
    long claimedEnd = claimed.get(0).offset + totalLength(claimed);
    long began = System.nanoTime();
    InputStream in = opener.open(claimed.get(0).offset, totalLength(claimed));
    try {
      long waited = System.nanoTime() - began;
      long moved = 0;
      for (Segment segment : claimed) {
        if (!giveMemory(segment, PATIENCE_NANOS)) {
          in.close(); // the reader pauses, and others may need the connection
          giveMemory(segment, Long.MAX_VALUE);
          in = opener.open(segment.offset, claimedEnd - segment.offset);
        }
        long reading = System.nanoTime();
        fill(segment, in);
        moved += System.nanoTime() - reading;
      }
      stride.measured(claimed.size(), waited, moved);
    } finally {
      in.close();
    }
  }

  private static long totalLength(List<Segment> segments) {
    return segments.stream().mapToLong(segment -> segment.length).sum();
  }

  /** Returns false if there was none in that time. */
  private boolean giveMemory(Segment segment, long nanos) throws IOException, InterruptedException {
    byte[] buffer = lanes.takeBuffer(() -> mayHaveReserve(segment), nanos);
    lock.lock();
    try {
      if (!closed) {
        if (buffer == null && mayHaveReserve(segment)) {
          reserveIsFree = false;
          buffer = reserve;
        }
        segment.buffer = buffer;
        return buffer != null;
      }
    } finally {
      lock.unlock();
    }
    if (buffer != null) {
      lanes.giveBack(buffer); // not under our lock: the window's is taken first where both are
    }
    throw new IOException("The stream is closed");
  }

  private boolean mayHaveReserve(Segment segment) {
    lock.lock();
    try {
      return closed || (reserveIsFree && ahead.peekFirst() == segment);
    } finally {
      lock.unlock();
    }
  }

  private void fill(Segment segment, InputStream in) throws IOException {
    byte[] buffer = Objects.requireNonNull(segment.buffer);
    int filled = 0;
    while (filled < segment.length) {
      int read = in.read(buffer, filled, segment.length - filled);
      if (read < 0) {
        throw new IOException("The answer ended " + (segment.length - filled) + " bytes early");
      }
      filled += read;
      arrived(segment, filled);
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

  private void fail(List<Segment> claimed, Throwable failure) {
    lock.lock();
    try {
      for (Segment segment : claimed) {
        if (segment.filled < segment.length) {
          segment.failure = failure;
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the lanes; their buffers are garbage, for a lane may still be writing into one. */
  void close() {
    int abandoned;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      abandoned = (int) ahead.stream().filter(s -> s.buffer != null && s.buffer != reserve).count();
      abandoned += reserve == null ? 0 : 1;
      ahead.clear();
      running.forEach(lane -> lane.cancel(true));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    lanes.leave(this);
    lanes.forget(abandoned);
  }
}
