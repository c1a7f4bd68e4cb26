package dev.ocimodel.registry;

import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.ContentMismatchException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Exactly the bytes of one range, over as many answers as it takes. When an answer breaks off, the
 * rest is asked for again from the byte that was reached, at the registry itself. Not verified; see
 * {@link dev.ocimodel.oci.Blob}.
 */
final class ResumingStream extends InputStream {

  /** Opens a range. */
  interface Opener {
    HttpReply open(long offset, long length) throws IOException;

    /** The last answer broke off. Returns whether another host is asked next. */
    default boolean brokeOff() {
      return false;
    }

    /** The last answer was whole. */
    default void ended() {}
  }

  /** Less than this between two failures is no progress: a trickle must not go on for ever. */
  private static final int PROGRESS = 1024;

  private static final int WORTH_A_RETRY = 64 * 1024;

  /** So often without progress the rest is asked for elsewhere at once. */
  private static final int MAX_CHANGES = 8;

  private final Retries retries;
  private final Opener opener;
  private final BlobEvents events;
  private final long end;
  private final boolean toTheEnd;
  private long position;
  private int failures;
  private int changes;
  private boolean retried;
  private boolean closed;
  private long movedSinceFailure;
  private @Nullable HttpReply reply;
  private InputStream body = InputStream.nullInputStream();

  /**
   * @param size size of the whole blob
   * @param events hears of bytes that came twice
   */
  ResumingStream(
      Retries retries, Opener opener, long offset, long length, long size, BlobEvents events)
      throws IOException {
    this.events = events;
    this.toTheEnd = offset + length == size;
    this.retries = retries;
    this.opener = opener;
    this.position = offset;
    this.end = offset + length;
    openRest();
  }

  /** Whether the answer that is open now is the part that was asked for, and no more. */
  boolean honoursRanges() {
    HttpReply open = reply;
    return open != null && open.status() == 206;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The stream is closed");
    }
    if (position == end) {
      finish();
      return -1;
    }
    while (true) {
      try {
        int read = body.read(buffer, offset, (int) Math.min(length, end - position));
        if (read < 0) {
          throw new EOFException("The answer ended " + (end - position) + " bytes early");
        }
        position += read;
        moved(read);
        if (position == end) {
          finish();
        }
        return read;
      } catch (IOException e) {
        reopenAfter(e);
      }
    }
  }

  /** A retry that brings the transfer on was worth it, and is not charged for. */
  private void moved(int bytes) {
    movedSinceFailure += bytes;
    if (movedSinceFailure >= PROGRESS) {
      failures = 0;
      changes = 0;
    }
    if (retried && movedSinceFailure >= WORTH_A_RETRY) {
      retried = false;
      retries.wasWorthIt();
    }
  }

  /**
   * Sees the end of the body, so that the connection can be used again. More bytes than the blob
   * has are a lie; a 200 that goes on after the part that was wanted is not, and costs its
   * connection.
   */
  private void finish() throws IOException {
    HttpReply open = reply;
    if (open == null) {
      return;
    }
    try {
      if (hasMore() && (toTheEnd || open.status() == 206)) {
        throw new ContentMismatchException(
            Uris.redacted(open.uri()) + " sends more bytes than were asked for");
      }
      opener.ended();
    } finally {
      closeReply();
    }
  }

  /** What breaks behind the last byte costs the connection and nothing else. */
  private boolean hasMore() {
    try {
      return body.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void reopenAfter(IOException failure) throws IOException {
    boolean letGo = reply != null && reply.wasLetGo();
    closeReply();
    if (Thread.currentThread().isInterrupted()) {
      // What broke is the connection, and what broke it is the watchdog.
      InterruptedIOException interrupted = new InterruptedIOException("Interrupted while reading");
      interrupted.initCause(failure);
      throw interrupted;
    }
    if (!letGo && !isAskedElsewhere()) {
      failures++;
      if (!Retries.isRetryable(failure) || !retries.allows(failures + 1)) {
        throw failure;
      }
      retries.pause(failures + 1, null);
      retried = true;
    }
    movedSinceFailure = 0;
    openRest();
  }

  /** Where another host goes on there is nothing to wait for. */
  private boolean isAskedElsewhere() {
    return !Thread.currentThread().isInterrupted() && opener.brokeOff() && ++changes <= MAX_CHANGES;
  }

  private void openRest() throws IOException {
    while (!tryToOpenRest()) {
      // another host is asked
    }
  }

  private boolean tryToOpenRest() throws IOException {
    HttpReply opened = opener.open(position, end - position);
    try {
      body = opened.body();
      if (opened.status() == 200) {
        events.onRetried(position);
        skip(body, position); // the range was ignored: what is known already is read past
      }
      reply = opened;
      return true;
    } catch (IOException e) {
      if (!isAskedElsewhere()) {
        throw e;
      }
      return false;
    } finally {
      if (reply != opened) {
        opened.close();
      }
    }
  }

  private static void skip(InputStream in, long count) throws IOException {
    byte[] sink = new byte[64 * 1024];
    for (long left = count; left > 0; ) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("Interrupted while reading past a known part");
      }
      int read = in.read(sink, 0, (int) Math.min(sink.length, left));
      if (read < 0) {
        throw new EOFException("The answer ended before the part that was asked for");
      }
      left -= read;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    closeReply();
  }

  private void closeReply() throws IOException {
    HttpReply open = reply;
    reply = null;
    body = InputStream.nullInputStream();
    if (open != null) {
      open.close();
    }
  }
}
