package dev.ocimodel.registry;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a blob that is read ahead. Its fields are guarded by its stream's lock, but for the
 * buffer's bytes: those below {@code filled} do not change any more.
 */
final class Segment {

  final long offset;
  final int length;
  final byte[] buffer;
  int filled;
  int taken;
  @Nullable Throwable failure;

  Segment(long offset, int length, byte[] buffer) {
    this.offset = offset;
    this.length = length;
    this.buffer = buffer;
  }
}
