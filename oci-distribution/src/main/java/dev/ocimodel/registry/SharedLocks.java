package dev.ocimodel.registry;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A fixed number of locks, shared by hash: a service that lives long sees many repositories. */
final class SharedLocks {

  private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(64).toList();

  /** Returns the lock of a key, which may be that of others as well: hold one at a time. */
  ReentrantLock of(Object key) {
    return locks.get(Math.floorMod(key.hashCode(), locks.size()));
  }
}
