package dev.ocimodel.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.function.BooleanSupplier;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answers of one connection apart. Bytes behind the end of an answer are not the next
 * one, whatever they look like: such a connection is given up. An answer that comes while its
 * request's body is still being written ends the writing: it is nearly always a refusal, and the
 * reason is lost once the registry hangs up. The connection is not used again then.
 *
 * <p>It stands where requests meet their connection, so two more things happen here: the query of a
 * request is put back, once nothing is logged any more, and what a proxy says to {@code CONNECT} is
 * told apart from what a registry says.
 */
final class AnswerGuard
    implements HttpMessageParserFactory<ClassicHttpResponse>, ResponseOutOfOrderStrategy {

  /** Room for signed locations of several kilobytes; a flood ends here. */
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(200).build();

  /** Looking for an answer inside TLS takes a millisecond: so rarely that it costs nothing. */
  private static final long FIRST_LOOK = 1024 * 1024;

  private static final long LOOK_EVERY = 64L * 1024 * 1024;

  private static final String SENT_WHOLE = AnswerGuard.class.getName() + ".whole";

  private static final String TARGET = AnswerGuard.class.getName() + ".target";

  private boolean expected;

  /** Makes a connection with a guard of its own. */
  static ManagedHttpClientConnection connection(@Nullable Socket socket) throws IOException {
    QuietConnection connection = new QuietConnection(LIMITS, new AnswerGuard());
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  /**
   * Takes the query out of a request until it is sent: it may be a signature, and the HTTP client
   * logs what it is about to execute.
   */
  static void hideQuery(HttpRequest request, HttpContext context) {
    String target = request.getPath();
    int query = target.indexOf('?');
    if (query >= 0) {
      context.setAttribute(TARGET, target);
      request.setPath(target.substring(0, query));
    }
  }

  /** Makes the connection of a request be kept only if this is so once there is an answer. */
  static void keepOnlyAfter(BooleanSupplier sentWhole, HttpContext context) {
    context.setAttribute(SENT_WHOLE, sentWhole);
  }

  /**
   * Keeps no connection on which a body was not sent to its end, because the answer came before:
   * the server would take the next request for the rest of it.
   */
  static ConnectionReuseStrategy reuse() {
    return (request, response, context) -> {
      boolean half =
          context.getAttribute(SENT_WHOLE) instanceof BooleanSupplier whole
              && !whole.getAsBoolean();
      return !half
          && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    };
  }

  /** Sends nothing over a connection on which something lies that nobody asked for. */
  static HttpRequestExecutor executor() {
    return new HttpRequestExecutor() {
      @Override
      public ClassicHttpResponse execute(
          ClassicHttpRequest request,
          HttpClientConnection connection,
          HttpResponseInformationCallback callback,
          HttpContext context)
          throws IOException, HttpException {
        Socket socket =
            connection instanceof ManagedHttpClientConnection managed ? managed.getSocket() : null;
        if (socket != null && socket.getInputStream().available() > 0) {
          throw new UnaskedBytesException(true);
        }
        boolean tunnel = request.getMethod().equals("CONNECT");
        if (!tunnel && context.getAttribute(TARGET) instanceof String target) {
          request.setPath(target);
        }
        ClassicHttpResponse response = super.execute(request, connection, callback, context);
        if (tunnel && response.getCode() / 100 != 2) {
          response.close();
          throw new ProxyRefusedException(response.getCode());
        }
        return response;
      }
    };
  }

  /** The limits are ours, whatever the connection is told. */
  @Override
  @SuppressWarnings("deprecation") // abstract all the same
  public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
    return create();
  }

  @Override
  public HttpMessageParser<ClassicHttpResponse> create() {
    HttpMessageParser<ClassicHttpResponse> parser =
        new DefaultHttpResponseParserFactory(LIMITS).create();
    return (buffer, in) -> {
      if (buffer.length() > 0 && !expected) {
        throw new UnaskedBytesException(false);
      }
      EndNoticing watched = new EndNoticing(in);
      ClassicHttpResponse response = parser.parse(buffer, watched);
      if (response != null && watched.ended) {
        throw new ConnectionClosedException("The connection ended in the head of an answer");
      }
      expected = response != null && response.getCode() < 200; // the answer itself follows
      return response;
    };
  }

  @Override
  public boolean isEarlyResponseDetected(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      InputStream in,
      long sent,
      long next)
      throws IOException {
    boolean early =
        connection.getSSLSession() == null
            ? in.available() > 0
            : isTimeToLook(sent, next) && connection.isDataAvailable(Timeout.ofMilliseconds(1));
    expected |= early;
    return early;
  }

  private static boolean isTimeToLook(long sent, long next) {
    return (sent < FIRST_LOOK && sent + next >= FIRST_LOOK)
        || sent / LOOK_EVERY != (sent + next) / LOOK_EVERY;
  }

  /**
   * The parser takes the end of the connection for the end of the head: half a line of it, as in
   * {@code Content-Length: 1}, would count.
   */
  private static final class EndNoticing extends FilterInputStream {

    private boolean ended;

    EndNoticing(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      ended |= read < 0;
      return read;
    }
  }

  /** Bytes that belong to no answer: the connection cannot be trusted any more. */
  static final class UnaskedBytesException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean unsent;

    private UnaskedBytesException(boolean unsent) {
      super("The server sent more than its answer; the connection was given up");
      this.unsent = unsent;
    }

    /** Whether the request did not go out. */
    boolean isUnsent() {
      return unsent;
    }
  }
}
