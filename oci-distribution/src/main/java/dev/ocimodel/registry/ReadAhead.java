package dev.ocimodel.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What lanes of {@link RangeLanes} fetch of a large range before its reader comes to it, who
 * fetches the next piece itself where no lane has {@linkplain Claims claimed} it.
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
  private final Claims claims;
  private final Stride stride;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Future<?>> running = new ArrayList<>();
  private byte @Nullable [] reserve;
  private boolean reserveIsFree;
  private boolean closed;

  /**
   * @param end where the range ends
   */
  ReadAhead(RangeLanes lanes, SegmentedStream.Opener opener, long end) {
    this.lanes = lanes;
    this.opener = opener;
    this.claims = new Claims(end, lanes.segmentSize());
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

  /** Returns what a lane has at the reader's position, or null where the reader has to fetch it. */
  @Nullable Segment head() {
    lock.lock();
    try {
      return claims.head();
    } finally {
      lock.unlock();
    }
  }

  /** Claims what is next for the reader; null where a lane has claimed it meanwhile. */
  @Nullable Segment claim(long position) {
    lock.lock();
    try {
      return claims.claimForReader(position, stride.segments());
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
        changed.await();
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
      claims.removeHead();
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
      return claims.isSomethingLeft();
    } finally {
      lock.unlock();
    }
  }

  private void runLane() {
    for (List<Segment> claimed = claimAhead(); !claimed.isEmpty(); claimed = claimAhead()) {
      try {
        if (!fetch(claimed)) {
          return;
        }
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        fail(claimed, e);
        return;
      }
    }
  }

  private List<Segment> claimAhead() {
    if (lanes.hasTooMany(this)) {
      return List.of();
    }
    lock.lock();
    try {
      return claims.claimForLane(stride.segments());
    } finally {
      lock.unlock();
    }
  }

  /** Returns false if there is no memory: the reader pauses, and others may need the connection. */
  private boolean fetch(List<Segment> claimed) throws IOException, InterruptedException {
    long length = claimed.stream().mapToLong(segment -> segment.length).sum();
    long began = System.nanoTime();
    try (InputStream in = opener.open(claimed.get(0).offset, length)) {
      long waited = System.nanoTime() - began;
      long moved = 0;
      for (int i = 0; i < claimed.size(); i++) {
        if (!giveMemory(claimed.subList(i, claimed.size()))) {
          return false;
        }
        long reading = System.nanoTime();
        fill(claimed.get(i), in);
        moved += System.nanoTime() - reading;
      }
      stride.measured(claimed.size(), waited, moved);
      return true;
    }
  }

  /**
   * Gives the first segment memory; where there is none for long, gives all of them up, and they
   * leave the list.
   */
  private boolean giveMemory(List<Segment> rest) throws IOException, InterruptedException {
    Segment segment = rest.get(0);
    byte[] buffer = lanes.takeBuffer(() -> mayHaveReserve(segment), PATIENCE_NANOS);
    lock.lock();
    try {
      if (!closed) {
        if (buffer == null && mayHaveReserve(segment)) {
          reserveIsFree = false;
          buffer = reserve;
        }
        segment.buffer = buffer;
        if (buffer == null) {
          rest.forEach(s -> s.abandoned = true);
          rest.clear();
        }
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
      return closed || (reserveIsFree && claims.isHead(segment));
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
      abandoned =
          (int) claims.end().stream().filter(s -> s.buffer != null && s.buffer != reserve).count();
      abandoned += reserve == null ? 0 : 1;
      running.forEach(lane -> lane.cancel(true));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    lanes.leave(this);
    lanes.forget(abandoned);
  }
}
