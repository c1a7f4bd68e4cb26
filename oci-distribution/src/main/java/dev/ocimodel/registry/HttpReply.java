package dev.ocimodel.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body has not been read yet. Closing it gives the connection back when the body
 * was read to its end, or is so short that nobody cared to read it, as of a redirect. Otherwise it
 * breaks the connection: reading a 13 GB body to throw it away is no way to end a request.
 */
final class HttpReply implements Closeable {

  /** A body up to here costs less to read than another connection. */
  private static final int SHORT = 16 * 1024;

  /** What is read at once under a rate limit, so that it comes evenly. */
  private static final int STEP = 16 * 1024;

  private final URI uri;
  private final ClassicHttpResponse response;
  private final StallWatchdog.Activity activity;
  private final RateLimit rate;
  private final Runnable abort;
  private final Runnable release;
  private boolean opened;
  private boolean consumed;
  private boolean letGo;

  HttpReply(
      URI uri,
      ClassicHttpResponse response,
      StallWatchdog.Activity activity,
      RateLimit rate,
      Runnable abort,
      Runnable release) {
    this.uri = uri;
    this.response = response;
    this.activity = activity;
    this.rate = rate;
    this.abort = abort;
    this.release = release;
    this.consumed = response.getEntity() == null;
  }

  /** The URI that answered, after redirects. */
  URI uri() {
    return uri;
  }

  int status() {
    return response.getCode();
  }

  boolean isSuccess() {
    return status() >= 200 && status() < 300;
  }

  /** Whether the host does not know the method, as some do not know HEAD. */
  boolean isMethodRefused() {
    return status() == 405 || status() == 501;
  }

  @Nullable String header(String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    for (Header header : response.getHeaders(name)) {
      values.add(header.getValue());
    }
    return values;
  }

  /** The declared length, or -1 when there is none or it is no number. */
  long contentLength() {
    String value = header("Content-Length");
    return value == null || !value.matches("[0-9]{1,18}") ? -1 : Long.parseLong(value);
  }

  InputStream body() throws IOException {
    opened = true;
    HttpEntity entity = response.getEntity();
    return entity == null ? InputStream.nullInputStream() : new Body(entity.getContent());
  }

  /**
   * Whether the connection was given up between two reads, because nobody read for a long time and
   * others may have waited for it.
   */
  boolean wasLetGo() {
    return letGo;
  }

  /** Reads a body that must be small; what is over the limit is an error. */
  byte[] read(long limit, String limitName) throws IOException {
    byte[] content = readPrefix(limit);
    if (!consumed) {
      throw new dev.ocimodel.oci.InvalidContentException(
          Uris.redacted(uri)
              + " answered with more than "
              + limit
              + " bytes, the limit "
              + limitName);
    }
    return content;
  }

  /** Reads the start of a body that is only for a message. */
  byte[] readPrefix(long limit) throws IOException {
    try (InputStream in = body()) {
      byte[] content = in.readNBytes((int) limit);
      if (content.length < limit || in.read() < 0) {
        consumed = true;
      }
      return content;
    }
  }

  @Override
  public void close() throws IOException {
    if (!opened && !consumed && contentLength() <= SHORT) {
      readShort();
    }
    activity.close();
    if (!consumed) {
      abort.run();
    }
    try {
      response.close();
    } catch (IOException e) {
      if (consumed) {
        throw e;
      }
      // The connection was just broken on purpose; that closing it then fails is no news.
    } finally {
      release.run();
    }
  }

  private void readShort() {
    try {
      readPrefix(SHORT);
    } catch (IOException e) {
      // The connection is broken as it is.
    }
  }

  /** A wait that we make ourselves is no stall. */
  private void pay(int read) throws IOException {
    if (!rate.isNone()) {
      activity.pause();
      rate.take(read);
    }
    activity.takeOver();
  }

  /** Reports progress and notes the end; a stall is named as one. */
  private final class Body extends InputStream {

    private final InputStream in;

    Body(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      letGo |= activity.stalled();
      activity.takeOver();
      try {
        long began = System.nanoTime();
        int read = in.read(buffer, offset, rate.isNone() ? length : Math.min(length, STEP));
        if (read < 0) {
          consumed = true;
        } else if (activity.trickles(read, System.nanoTime() - began)) {
          throw new SocketTimeoutException("Hardly anything moved from " + Uris.redacted(uri));
        } else {
          pay(read);
        }
        return read;
      } catch (IOException e) {
        throw activity.stalled() ? HttpTransport.stall(uri, e) : e;
      }
    }
  }
}
