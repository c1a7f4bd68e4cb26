package dev.ocimodel.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What happens to every request: log, fault, token or authentication, route, answer. */
final class RegistryHandler implements HttpHandler {

  private final RequestLog log;
  private final FaultPlan faults;
  private final Authentication authentication;
  private final @Nullable TokenEndpoint tokens;
  private final Router router;
  private @Nullable SocketRelay relay;

  RegistryHandler(
      RequestLog log,
      FaultPlan faults,
      Authentication authentication,
      @Nullable TokenEndpoint tokens,
      Router router) {
    this.log = log;
    this.faults = faults;
    this.authentication = authentication;
    this.tokens = tokens;
    this.router = router;
  }

  /** Connects faults with the sockets. Call before the first request. */
  void useRelay(SocketRelay newRelay) {
    relay = newRelay;
  }

  @Override
  public void handle(HttpExchange exchange) {
    LiveRequest live = log.arrived(exchange);
    Wire wire = new Wire(exchange, live, relay);
    try {
      FaultBehaviour fault = faults.faultFor(live.request()).behaviour();
      Response response = fault.before(wire);
      if (response == null) {
        InputStream body = new CountingInputStream(exchange.getRequestBody(), live);
        response = answer(exchange, live.request(), fault.requestBody(wire, body));
      }
      fault.transmit(wire, response.withHeader("Docker-Distribution-API-Version", "registry/2.0"));
    } catch (IOException e) {
      // The client is gone, or a fault sent it away: there is nobody to tell.
      System.getLogger(RegistryHandler.class.getName())
          .log(System.Logger.Level.DEBUG, "{0} ended early: {1}", live.request(), e.toString());
    } finally {
      wire.close();
    }
  }

  private Response answer(HttpExchange exchange, RegistryRequest request, InputStream body)
      throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    try {
      Parameters query = Parameters.parse(exchange.getRequestURI().getRawQuery());
      if (tokens != null && request.path().equals(TokenEndpoint.PATH)) {
        return tokens.answer(request.method(), query, authorization, body);
      }
      Access access = authentication.check(request, authorization);
      return router.answer(Call.unrouted(request, query, body, access));
    } catch (RegistryError e) {
      return e.response();
    } catch (RuntimeException e) {
      return new RegistryError(500, "UNKNOWN", "the test registry failed: " + e).response();
    }
  }

  private static final class CountingInputStream extends FilterInputStream {

    private final LiveRequest live;

    CountingInputStream(InputStream in, LiveRequest live) {
      super(in);
      this.live = live;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      live.received(Math.max(read, 0));
      return read;
    }
  }
}
