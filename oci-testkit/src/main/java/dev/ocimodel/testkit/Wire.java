package dev.ocimodel.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One exchange on its connection: sends answers, whole or in part, and ends connections. */
final class Wire {

  private static final int BUFFER_SIZE = 256 * 1024;

  private final HttpExchange exchange;
  private final LiveRequest live;
  private final @Nullable SocketRelay relay;

  Wire(HttpExchange exchange, LiveRequest live, @Nullable SocketRelay relay) {
    this.exchange = exchange;
    this.live = live;
    this.relay = relay;
  }

  void send(Response response) throws IOException {
    if (hasBody(response)) {
      sendPart(response, response.body().length());
      discardRequest();
      exchange.getResponseBody().close();
    } else {
      // The JDK's server ends the exchange with the head of an answer that has no body.
      discardRequest();
      sendHead(response);
    }
  }

  /**
   * Reads what is still to come of a request that is answered early. Closing a socket with unread
   * bytes resets the connection, and the reset can overtake the answer: servers that mean to be
   * heard linger (nginx: {@code lingering_close}).
   */
  private void discardRequest() {
    try {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client has left, or the endpoint has closed its body: nothing more comes.
    }
  }

  /** Sends the head, which promises the whole body, and some of the body. */
  void sendPart(Response response, long bytes) throws IOException {
    sendHead(response);
    if (!hasBody(response)) {
      return;
    }
    OutputStream out = exchange.getResponseBody();
    try (InputStream in = response.body().open()) {
      copy(in, out, Math.min(bytes, response.body().length()));
    }
    out.flush();
  }

  private void sendHead(Response response) throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    if (isHead() && response.status() != 204) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(response.body().length()));
    }
    live.answered(response.status());
    exchange.sendResponseHeaders(
        response.status(), hasBody(response) ? response.body().length() : -1);
  }

  private boolean isHead() {
    return exchange.getRequestMethod().equals("HEAD");
  }

  private boolean hasBody(Response response) {
    return response.body().length() > 0 && !isHead();
  }

  private void copy(InputStream in, OutputStream out, long bytes) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER_SIZE, Math.max(bytes, 1))];
    for (long left = bytes; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new IOException("Stored content ends " + left + " bytes early");
      }
      live.sending(read);
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /** Ends the connection; an answer that is not complete stays so. */
  void close() {
    exchange.close();
  }

  /** Ends the connection with a TCP reset, once what was sent has been passed on. */
  void reset() {
    resetAtEnd();
    exchange.close();
  }

  /** Makes the end of the connection a TCP reset, whenever that is. */
  void resetAtEnd() {
    if (relay != null) {
      relay.resetAtEnd(connection());
    }
  }

  void awaitClientGone() throws IOException {
    if (relay != null) {
      await(relay.clientGone(connection()));
    }
  }

  /** Waits; closing the registry interrupts. */
  void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The registry was closed");
    }
  }

  private int connection() {
    return exchange.getRemoteAddress().getPort();
  }
}
