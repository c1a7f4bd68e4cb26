package dev.ocimodel.oci.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The right to write one digest's partial file, held by one thread of one process.
 *
 * <p>Claims are locks on single bytes of one file, at a place that the name decides. Nobody waits
 * for a claim. Two names that meet at one place cost one of them its resumability, nothing else.
 * The process keeps one channel on that file for as long as it holds a claim, because closing any
 * other would release them all.
 */
public final class IngestClaim implements AutoCloseable {

  /** The file in a directory that its claims are locks on. */
  public static final String FILE_NAME = "claims";

  /** No claim: the file belongs to nobody else anyway. */
  static final IngestClaim NONE = new IngestClaim(null, null);

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<Path, SharedChannel> CHANNELS = new HashMap<>();

  private final @Nullable SharedChannel channel;
  private final @Nullable FileLock fileLock;

  private IngestClaim(@Nullable SharedChannel channel, @Nullable FileLock fileLock) {
    this.channel = channel;
    this.fileLock = fileLock;
  }

  /** Takes the claim on a name in a directory, or returns one that is not held. */
  public static IngestClaim tryClaim(Path directory, String name) throws IOException {
    Path file = RealPath.of(directory.resolve(FILE_NAME));
    LOCK.lock();
    try {
      SharedChannel channel = CHANNELS.get(file);
      if (channel == null) {
        channel = new SharedChannel(file);
        CHANNELS.put(file, channel);
      }
      FileLock held = channel.tryLock(place(name));
      if (held == null) {
        channel.closeIfUnused();
        return NONE;
      }
      return new IngestClaim(channel, held);
    } finally {
      LOCK.unlock();
    }
  }

  private static long place(String name) {
    CRC32C hash = new CRC32C();
    hash.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return hash.getValue();
  }

  /** Whether it was free. */
  public boolean isHeld() {
    return fileLock != null;
  }

  @Override
  public void close() throws IOException {
    if (channel == null || fileLock == null) {
      return;
    }
    LOCK.lock();
    try {
      channel.release(fileLock);
    } finally {
      LOCK.unlock();
    }
  }

  /** One channel on one claims file; guarded by {@code LOCK}. */
  private static final class SharedChannel {

    private final Path file;
    private final FileChannel channel;
    private final Map<Long, FileLock> held = new HashMap<>();

    SharedChannel(Path file) throws IOException {
      this.file = file;
      this.channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    @Nullable FileLock tryLock(long place) throws IOException {
      if (held.containsKey(place)) {
        return null;
      }
      FileLock lock = channel.tryLock(place, 1, false);
      if (lock != null) {
        held.put(place, lock);
      }
      return lock;
    }

    void release(FileLock lock) throws IOException {
      held.remove(lock.position());
      lock.release();
      closeIfUnused();
    }

    void closeIfUnused() throws IOException {
      if (held.isEmpty()) {
        CHANNELS.remove(file);
        channel.close();
      }
    }
  }
}
