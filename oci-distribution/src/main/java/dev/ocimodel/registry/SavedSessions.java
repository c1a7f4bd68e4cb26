package dev.ocimodel.registry;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A directory of upload sessions that were under way, one small file each. A location may carry a
 * signature, so the files are for their owner only; who holds a file's lock has the session, and a
 * process that was killed has let go of it.
 */
final class SavedSessions {

  private static final int MAX_FILE = 64 * 1024;

  /** Registries forget a session after a week, most of them sooner. */
  private static final Duration LIFE = Duration.ofDays(7);

  private final Path directory;
  private final AtomicBoolean cleaned = new AtomicBoolean();

  SavedSessions(Path directory) {
    this.directory = directory;
  }

  /**
   * Takes the place of a blob's session; one that somebody else has now is not shared.
   *
   * @param key registry, repository and digest, which hold no quotes
   */
  SavedSession take(String key) throws IOException {
    Files.createDirectories(directory, ownerOnly("rwx------"));
    if (cleaned.compareAndSet(false, true)) {
      deleteOld();
    }
    String name = Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).encoded() + ".json";
    Path file = directory.resolve(name);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.<OpenOption>of(
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            ownerOnly("rw-------"));
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new OpenFile(file, channel, key);
      }
    } catch (OverlappingFileLockException e) {
      // another thread of this program has it
    }
    channel.close();
    return SavedSession.NONE;
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private void deleteOld() {
    Instant oldest = Instant.now().minus(LIFE);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // Old files are no reason to fail a push.
    }
  }

  private static final class OpenFile implements SavedSession {

    private final Path file;
    private final FileChannel channel;
    private final String key;

    OpenFile(Path file, FileChannel channel, String key) {
      this.file = file;
      this.channel = channel;
      this.key = key;
    }

    @Override
    public boolean isKept() {
      return true;
    }

    @Override
    public @Nullable URI location() {
      try {
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_FILE));
        while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
          // until all of it is there
        }
        byte[] bytes = new byte[content.flip().remaining()];
        content.get(bytes);
        var json = StrictJson.parseObject(bytes, "saved upload session");
        String location = json.string("location");
        return location == null || !key.equals(json.string("blob")) ? null : URI.create(location);
      } catch (IOException | InvalidContentException | IllegalArgumentException e) {
        return null; // empty, or half a file: there is nothing to go on with
      }
    }

    @Override
    public void save(URI location) {
      // Neither a URI nor the key can hold a quote or a backslash.
      String json = "{\"blob\":\"" + key + "\",\"location\":\"" + location + "\"}\n";
      try {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), 0);
      } catch (IOException e) {
        // The next process begins again. The upload itself is none the worse for it.
      }
    }

    @Override
    public void forget() {
      try {
        channel.truncate(0);
      } catch (IOException e) {
        // A session that is no more is recognized as such.
      }
    }

    /** What is forgotten goes with the lock, so that a session opened after it is kept as well. */
    @Override
    public void close() throws IOException {
      try (channel) {
        if (channel.size() == 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
