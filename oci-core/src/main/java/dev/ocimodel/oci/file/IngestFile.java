package dev.ocimodel.oci.file;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A blob on its way to its final name. It is hashed once: by the thread that writes it, or beside
 * it where a large blob has idle cores to itself.
 *
 * <p>A file that belongs to a digest is kept when its writing is cut off, and the next run hashes
 * it again and goes on at its end. A symbolic link in its place is refused. Whoever holds the
 * digest's {@link IngestClaim} owns that file; others write the same blob to files of their own,
 * which do not outlive them: the claim on such a file tells {@link StaleFiles} whether its owner
 * lives.
 */
public final class IngestFile implements AutoCloseable {

  private static final int BUFFER_SIZE = 256 * 1024;

  /** A blob gets a hash thread after this many bytes, if this many are left and cores are idle. */
  private static final long THREAD_AFTER = 4L * 1024 * 1024;

  private static final long THREAD_FOR = 32L * 1024 * 1024;

  /** How many blobs of this process are being written, each by a thread that reads and hashes. */
  private static final AtomicInteger UNDER_WAY = new AtomicInteger();

  private final Path path;
  private final FileChannel channel;
  private final IngestClaim claim;
  private final boolean resumable;
  private boolean keep;
  private boolean finished;

  private IngestFile(Path path, IngestClaim claim, boolean resumable) throws IOException {
    this.path = path;
    this.claim = claim;
    this.channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    this.resumable = resumable;
    this.keep = resumable;
  }

  /** Opens the file of a digest, with what an earlier run has left in it. */
  public static IngestFile resumable(Path directory, Digest digest) throws IOException {
    AtomicFiles.createDirectories(directory);
    String name = digest.algorithm() + "-" + digest.encoded() + ".part";
    IngestClaim claim = IngestClaim.tryClaim(directory, name);
    return claim.isHeld() ? open(directory.resolve(name), claim, true) : unnamed(directory);
  }

  /** Opens an empty file that does not outlive this object. */
  public static IngestFile unnamed(Path directory) throws IOException {
    AtomicFiles.createDirectories(directory);
    while (true) {
      String name = AtomicFiles.unique();
      IngestClaim claim = IngestClaim.tryClaim(directory, name);
      if (claim.isHeld()) { // else another name meets it at its place in the claims file
        return open(directory.resolve(name), claim, false);
      }
    }
  }

  private static IngestFile open(Path path, IngestClaim claim, boolean resumable)
      throws IOException {
    try {
      return new IngestFile(path, claim, resumable);
    } catch (IOException e) {
      claim.close();
      throw e;
    }
  }

  /** Returns the number of bytes in the file. */
  public long size() throws IOException {
    return channel.size();
  }

  /** Throws away what is in the file. */
  public void restart() throws IOException {
    channel.truncate(0);
    keep = resumable;
  }

  /**
   * Adds what is missing of a blob, and checks the whole. When what an earlier run left turns out
   * to be wrong, it is thrown away and the blob is read again, once; so it is when a source gives
   * wrong bytes and there is another one to ask.
   */
  public void complete(Blob blob) throws IOException {
    boolean resumed = size() > 0;
    while (true) {
      try {
        append(blob);
        return;
      } catch (ContentMismatchException e) {
        if (!resumed && !blob.reject()) {
          throw e;
        }
        resumed = false;
        restart();
      }
    }
  }

  private void append(Blob blob) throws IOException {
    Descriptor expected = blob.descriptor();
    if (channel.size() > expected.size()) {
      restart();
    }
    Digester digester = Digester.matching(expected.digest());
    byte[] buffer = new byte[BUFFER_SIZE];
    hashPresent(digester, buffer);
    blob.events().onResumed(digester.size());
    if (digester.size() < expected.size()) {
      appendMissing(blob, digester, buffer);
    }
    blob.events().onCommitting();
    try {
      digester.requireMatch(expected);
    } catch (ContentMismatchException e) {
      keep = false;
      throw e;
    }
  }

  /** Takes no more than a buffer of bytes that the descriptor does not announce. */
  private void appendMissing(Blob blob, Digester digester, byte[] buffer) throws IOException {
    long size = blob.descriptor().size();
    long start = digester.size();
    UNDER_WAY.incrementAndGet();
    try (InputStream in = blob.open(start, size - start)) {
      for (int read = in.read(buffer);
          read >= 0 && digester.size() <= size;
          read = in.read(buffer)) {
        digester.update(buffer, 0, read);
        writeFully(buffer, 0, read);
        if (isWorthAThread(digester.size() - start, size - digester.size())) {
          appendBesideHashing(in, digester, size, buffer);
          return;
        }
      }
    } finally {
      UNDER_WAY.decrementAndGet();
    }
  }

  private static boolean isWorthAThread(long passed, long left) {
    return passed >= THREAD_AFTER
        && left >= THREAD_FOR
        && 2 * UNDER_WAY.get() <= Runtime.getRuntime().availableProcessors();
  }

  /** The same, with the hash computed on a thread of its own. */
  private void appendBesideHashing(InputStream in, Digester digester, long size, byte[] first)
      throws IOException {
    long position = digester.size();
    byte[] buffer = first;
    try (HashThread hash = new HashThread(digester, BUFFER_SIZE)) {
      for (int read = readFully(in, buffer);
          read > 0 && position <= size;
          read = readFully(in, buffer)) {
        position += read;
        writeFully(buffer, 0, read);
        buffer = hash.trade(buffer, read);
      }
      hash.finish();
    }
  }

  /** Handing over costs the same for a full buffer as for a packet's worth. */
  private static int readFully(InputStream in, byte[] buffer) throws IOException {
    return in.readNBytes(buffer, 0, buffer.length);
  }

  private void hashPresent(Digester digester, byte[] buffer) throws IOException {
    channel.position(0);
    for (int read = channel.read(ByteBuffer.wrap(buffer));
        read >= 0;
        read = channel.read(ByteBuffer.wrap(buffer))) {
      digester.update(buffer, 0, read);
    }
  }

  /** Writes content whose digest comes out at the end. */
  public Descriptor write(MediaType mediaType, BlobProducer producer) throws IOException {
    Digester digester = Digester.sha256();
    producer.writeTo(
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
          }

          @Override
          public void write(byte[] buffer, int offset, int length) throws IOException {
            digester.update(buffer, offset, length);
            writeFully(buffer, offset, length);
          }
        });
    producer.events().onCommitting();
    return Descriptor.of(mediaType, digester.digest(), digester.size());
  }

  private void writeFully(byte[] buffer, int offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Forces the file to disk and keeps it, under its own name. */
  public Path retain() throws IOException {
    channel.force(true);
    keep = true;
    finished = true;
    return path;
  }

  /** Makes the file visible under its final name, durably. */
  public void publish(Path destination) throws IOException {
    channel.force(true);
    AtomicFiles.publish(path, destination);
    finished = true; // the name is gone already
  }

  @Override
  public void close() throws IOException {
    try (claim) {
      boolean empty = channel.isOpen() && channel.size() == 0;
      channel.close();
      if (!finished && (!keep || empty)) {
        Files.deleteIfExists(path);
      }
    }
  }
}
