package dev.ocimodel.registry;

import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A lock for every repository, and yet a fixed number of them: a client may see any number of
 * repositories in its life. Now and then two repositories share one.
 */
final class RepositoryLocks {

  private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(64).toList();

  ReentrantLock of(URI repository) {
    return locks.get(Math.floorMod(repository.hashCode(), locks.size()));
  }
}
