package dev.ocimodel.registry;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a blob that somebody has claimed to fetch: a lane that reads ahead, or the reader. Its
 * fields are guarded by its stream's lock, but for the buffer's bytes: those below {@code filled}
 * do not change any more.
 */
final class Segment {

  final long offset;
  final int length;

  /** Where a lane puts it, once it has memory and bytes. */
  byte @Nullable [] buffer;

  /** Whether its lane gave it up for want of memory, and anybody may fetch it. */
  boolean abandoned;

  int filled;
  int taken;
  @Nullable Throwable failure;

  Segment(long offset, int length) {
    this.offset = offset;
    this.length = length;
  }
}
