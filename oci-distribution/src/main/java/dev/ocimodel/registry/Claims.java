package dev.ocimodel.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who fetches what of a range. Every piece is claimed once, from front to end, by a lane or by the
 * reader; what a lane gives up again can be claimed by anybody. Guarded by the lock of its {@link
 * ReadAhead}: looking and claiming are one step.
 */
final class Claims {

  private final long end;
  private final int segmentSize;

  /** What lanes have claimed and the reader has not taken. */
  private final Deque<Segment> ahead = new ArrayDeque<>();

  private long next;

  /** Claims nothing for lanes before the reader has claimed something. */
  Claims(long end, int segmentSize) {
    this.end = end;
    this.segmentSize = segmentSize;
    this.next = end;
  }

  /** What a lane has at the reader's position; null where the reader has to fetch it. */
  @Nullable Segment head() {
    Segment head = ahead.peekFirst();
    return head == null || head.abandoned ? null : head;
  }

  boolean isHead(Segment segment) {
    return ahead.peekFirst() == segment;
  }

  void removeHead() {
    ahead.removeFirst();
  }

  /** Claims what is next for the reader; null where a lane has it. */
  @Nullable Segment claimForReader(long position, int segments) {
    Segment head = ahead.peekFirst();
    if (head != null) {
      return head.abandoned ? ahead.removeFirst() : null;
    }
    long length = Math.min(end - position, (long) segments * segmentSize);
    next = position + length;
    return new Segment(position, (int) length);
  }

  /** Claims segments in a row: those that another lane gave up, or else new ones. */
  List<Segment> claimForLane(int segments) {
    List<Segment> abandoned = claimAbandoned(segments);
    return abandoned.isEmpty() ? claimNew(segments) : abandoned;
  }

  private List<Segment> claimAbandoned(int segments) {
    List<Segment> claimed = new ArrayList<>();
    for (Segment segment : ahead) {
      if (segment.abandoned && claimed.size() < segments) {
        segment.abandoned = false;
        claimed.add(segment);
      } else if (!claimed.isEmpty()) {
        break;
      }
    }
    return claimed;
  }

  private List<Segment> claimNew(int segments) {
    List<Segment> claimed = new ArrayList<>();
    while (next < end && claimed.size() < segments) {
      Segment segment = new Segment(next, (int) Math.min(segmentSize, end - next));
      claimed.add(segment);
      ahead.addLast(segment);
      next += segment.length; // last: a segment that there was no memory for is not claimed
    }
    return claimed;
  }

  boolean isSomethingLeft() {
    return next < end || ahead.stream().anyMatch(segment -> segment.abandoned);
  }

  /** Ends all claims, and returns what they were. */
  List<Segment> end() {
    List<Segment> ended = List.copyOf(ahead);
    ahead.clear();
    next = end;
    return ended;
  }
}
