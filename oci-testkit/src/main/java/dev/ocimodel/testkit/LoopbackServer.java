package dev.ocimodel.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** An HTTP server on the loopback address, all of whose threads are daemons. */
final class LoopbackServer implements AutoCloseable {

  static {
    // Without this the JDK's server lets each small answer wait 40 ms for an acknowledgement. It is
    // read once, when the first server of the process is made.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final HeadTimeout headTimeout;
  private final @Nullable SocketRelay relay;

  /**
   * Starts serving.
   *
   * @param name what its threads are called
   * @param port TCP port, or 0 for a free one
   * @param relayed whether all bytes pass one more socket, which faults can reach
   */
  LoopbackServer(String name, int port, boolean relayed, RegistryHandler handler)
      throws IOException {
    this.threads = DaemonThreads.newPool(name);
    this.headTimeout = new HeadTimeout(name + "-timer", threads);
    try {
      this.server = HttpServer.create(loopback(relayed ? 0 : port), 0);
      server.createContext(
          "/",
          exchange -> {
            headTimeout.headArrived();
            handler.handle(exchange);
          });
      server.setExecutor(headTimeout);
      this.relay = relayed ? new SocketRelay(port, server.getAddress(), threads) : null;
      if (relay != null) {
        handler.useRelay(relay);
      }
      DaemonThreads.run(name + "-start", server::start);
    } catch (IOException e) {
      headTimeout.close();
      threads.shutdownNow();
      throw e;
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Returns {@code HOST:PORT}. */
  String address() {
    int port = relay == null ? server.getAddress().getPort() : relay.port();
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
  }

  /** Ends all connections and threads. */
  @Override
  public void close() throws IOException {
    if (relay != null) {
      relay.close();
    }
    server.stop(0);
    DaemonThreads.stop(threads);
    headTimeout.close();
  }
}
