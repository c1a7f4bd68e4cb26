package dev.ocimodel.registry;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over a pooled connection: no retries, no redirects, no credentials of its own,
 * no decompression. Those are decided where they are understood.
 */
final class HttpTransport implements AutoCloseable {

  /** What is written at once: a slow network is one that moves less than this in the time given. */
  private static final int SLICE = 64 * 1024;

  /** How long the answer to a last word is waited for. */
  private static final Duration BRIEF = Duration.ofSeconds(2);

  private final CloseableHttpClient client;
  private final StallWatchdog watchdog = new StallWatchdog();
  private final Duration connectTimeout;
  private final ConcurrentMap<Origin, Duration> dialTimeouts = new ConcurrentHashMap<>();
  private final Duration stallTimeout;
  private final Duration commitTimeout;
  private final Duration waitLimit;
  private final int maxConnections;
  private final String userAgent;
  private final TlsByOrigin tls;
  private final ProxyRoutes routes;
  private final TransportLimits limits;

  /**
   * Two budgets, one per direction: an upload holds its connection while its body is read, and that
   * may need a download. Downloads wait for nobody.
   */
  private final Semaphore downloads;

  private final Semaphore uploads;

  HttpTransport(ClientOptions options, TlsByOrigin tls, ProxyRoutes routes) {
    this.tls = tls;
    this.routes = routes;
    this.connectTimeout = options.connectTimeout;
    this.limits = TransportLimits.of(options.maxBytesPerSecond, options.maxRequestsPerSecond);
    this.stallTimeout = options.stallTimeout;
    this.commitTimeout = options.commitTimeout;
    this.waitLimit = options.connectionWaitLimit;
    this.maxConnections = options.maxConnections;
    this.userAgent = options.userAgent;
    this.downloads = new Semaphore(maxConnections, true);
    this.uploads = new Semaphore(maxConnections, true);
    this.client = ConnectionPool.client(options, tls, routes, this::connectionConfig);
  }

  private ConnectionConfig connectionConfig(HttpRoute route) {
    Origin origin = Origin.of(URI.create(route.getTargetHost().toURI()));
    return ConnectionConfig.custom()
        .setConnectTimeout(Timeout.of(dialTimeouts.getOrDefault(origin, connectTimeout)))
        .setSocketTimeout(Timeout.of(stallTimeout))
        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
        .build();
  }

  /** From now on a connection to this origin may take this long to be made. */
  void connectWithin(Origin origin, Duration timeout) {
    dialTimeouts.put(origin, timeout);
  }

  /**
   * Sends a request.
   *
   * @param authorization value of {@code Authorization}, or null
   * @throws IOException if no answer came; a {@link SocketTimeoutException} if nothing moved
   */
  HttpReply send(HttpCall call, @Nullable String authorization) throws IOException {
    HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.uri());
    request.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(answerTimeout(call)))
            .setProtocolUpgradeEnabled(false) // "Upgrade: TLS" is nothing to ask a registry for
            .build());
    call.headers().forEach(request::setHeader);
    request.setHeader("User-Agent", userAgent);
    if (authorization != null) {
      request.setHeader("Authorization", authorization);
    }
    Origin origin = Origin.of(call.uri());
    tls.prepare(origin);
    limits.requests().take(1);
    Runnable release = acquireConnection(call);
    StallWatchdog.Activity activity = null;
    HttpReply reply = null;
    try {
      // Whoever forgot a stream keeps it from nobody: with its connection ends its claim to one.
      activity =
          watchdog.watch(
              call.isBrief() ? answerTimeout(call) : stallTimeout,
              () -> {
                request.cancel();
                release.run();
              });
      if (call.body() != null) {
        request.setEntity(new Entity(call.body(), activity, answerTimeout(call)));
      }
      ClassicHttpResponse response = execute(origin, HttpHost.create(call.uri()), request);
      activity.limit(stallTimeout);
      if (response.getCode() == 407 && routes.isProxied(origin)) {
        response.close();
        throw new ProxyRefusedException(407);
      }
      tls.answered(origin);
      reply =
          new HttpReply(call.uri(), response, activity, limits.down(), request::cancel, release);
      return reply;
    } catch (BodyErrorException e) {
      throw e.error();
    } catch (IOException | RuntimeException e) {
      throw explained(call.uri(), activity, e);
    } finally {
      if (reply == null) {
        if (activity != null) {
          activity.close();
        }
        release.run();
      }
    }
  }

  /** Whether somebody else looks up the host's name and connects to it. */
  boolean isProxied(URI uri) {
    return routes.isProxied(Origin.of(uri));
  }

  /** What was never sent can be sent over the next connection, whatever it is. */
  private ClassicHttpResponse execute(Origin origin, HttpHost host, HttpUriRequestBase request)
      throws IOException {
    HttpContext context = routes.context(origin);
    AnswerGuard.hideQuery(request, context);
    if (request.getEntity() instanceof Entity entity) {
      AnswerGuard.keepOnlyAfter(() -> entity.complete, context);
    }
    while (true) {
      try {
        return client.executeOpen(host, request, context);
      } catch (AnswerGuard.UnaskedBytesException e) {
        if (!e.isUnsent()) {
          throw e;
        }
      }
    }
  }

  /** Only what finishes an upload may take long: a POST that opens one has nothing to finish. */
  private Duration answerTimeout(HttpCall call) {
    if (call.isBrief()) {
      return stallTimeout.compareTo(BRIEF) < 0 ? stallTimeout : BRIEF;
    }
    boolean commits = call.method().equals("PUT") || call.method().equals("PATCH");
    return commits ? commitTimeout : stallTimeout;
  }

  /**
   * Waits for a connection before the clock of the exchange starts; returns how to give it back.
   */
  private Runnable acquireConnection(HttpCall call) throws IOException {
    Semaphore budget = call.body() != null && call.body().streamed() ? uploads : downloads;
    try {
      if (!budget.tryAcquire(waitLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NoConnectionFreeException(call.uri(), maxConnections, waitLimit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "Interrupted while waiting for a connection to " + Uris.redacted(call.uri()));
    }
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.getAndSet(false)) {
        budget.release();
      }
    };
  }

  private IOException explained(URI uri, StallWatchdog.@Nullable Activity activity, Exception e)
      throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      InterruptedIOException interrupted =
          new InterruptedIOException("Interrupted during a request to " + Uris.redacted(uri));
      interrupted.initCause(e);
      return interrupted;
    }
    if (activity != null && activity.stalled()) {
      return stall(uri, e);
    }
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return tls.explained(uri, (IOException) e);
  }

  static SocketTimeoutException stall(URI uri, Exception cause) {
    SocketTimeoutException timeout =
        new SocketTimeoutException("Nothing moved in time between here and " + Uris.redacted(uri));
    timeout.initCause(cause);
    return timeout;
  }

  @Override
  public void close() {
    watchdog.close();
    client.close(CloseMode.IMMEDIATE);
  }

  /** Writes a body straight to the connection, reporting progress. */
  private final class Entity extends AbstractHttpEntity {

    private final HttpBody body;
    private final StallWatchdog.Activity activity;
    private final Duration answerTimeout;
    private boolean complete;

    Entity(HttpBody body, StallWatchdog.Activity activity, Duration answerTimeout) {
      super(body.contentType(), null, body.length() < 0);
      this.body = body;
      this.activity = activity;
      this.answerTimeout = answerTimeout;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      activity.unlimited();
      try {
        body.writer().writeTo(new Watched(out, activity));
      } catch (Error e) {
        throw new BodyErrorException(e);
      }
      complete = true;
      activity.limit(answerTimeout);
    }

    @Override
    public long getContentLength() {
      return body.length();
    }

    @Override
    public boolean isStreaming() {
      return true;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public InputStream getContent() {
      throw new IllegalStateException("This body is only ever written");
    }

    @Override
    public void close() {
      // Nothing to release: what the writer opens, it closes.
    }
  }

  /**
   * Bytes on their way out. Only the network has a time limit: what makes the bytes may be slow.
   */
  private final class Watched extends FilterOutputStream {

    private final StallWatchdog.Activity activity;

    Watched(OutputStream out, StallWatchdog.Activity activity) {
      super(out);
      this.activity = activity;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int slice = Math.min(SLICE, length - done);
        activity.limit(stallTimeout);
        out.write(buffer, offset + done, slice);
        done += slice;
      }
      activity.unlimited();
      limits.up().take(length);
    }

    @Override
    public void close() {
      // The connection outlives the body.
    }
  }

  /** Carries an error of a body's writer past the HTTP client, which would shut itself down. */
  private static final class BodyErrorException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Error error;

    BodyErrorException(Error error) {
      super(error);
      this.error = error;
    }

    Error error() {
      return error;
    }
  }
}
