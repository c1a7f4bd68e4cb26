package dev.ocimodel.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * Passes bytes between clients and the HTTP server, so that a fault can reach what the server
 * hides: the socket. Only a registry with a fault plan has one. Connections are known by the port
 * from which the server sees them come.
 */
final class SocketRelay implements AutoCloseable {

  private static final int BUFFER_SIZE = 64 * 1024;

  private final ServerSocket clients;
  private final InetSocketAddress server;
  private final Executor executor;
  private final Map<Integer, Connection> connections = new ConcurrentHashMap<>();

  SocketRelay(int port, InetSocketAddress server, Executor executor) throws IOException {
    this.server = server;
    this.executor = executor;
    this.clients = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    executor.execute(this::accept);
  }

  int port() {
    return clients.getLocalPort();
  }

  void resetAtEnd(int connection) {
    Connection known = connections.get(connection);
    if (known != null) {
      known.reset = true;
    }
  }

  CountDownLatch clientGone(int connection) {
    Connection known = connections.get(connection);
    return known == null ? new CountDownLatch(0) : known.clientGone;
  }

  private void accept() {
    while (!clients.isClosed()) {
      try {
        start(clients.accept());
      } catch (IOException e) {
        // closed, or one client that went away at once
      }
    }
  }

  private void start(Socket client) throws IOException {
    Socket inner;
    try {
      inner = new Socket(server.getAddress(), server.getPort());
    } catch (IOException e) {
      client.close();
      throw e;
    }
    client.setTcpNoDelay(true);
    inner.setTcpNoDelay(true);
    Connection connection = new Connection(client, inner);
    connections.put(inner.getLocalPort(), connection);
    executor.execute(connection::forward);
    executor.execute(connection::back);
  }

  @Override
  public void close() throws IOException {
    clients.close();
    connections.values().forEach(Connection::close);
  }

  private final class Connection {

    private final Socket client;
    private final Socket inner;
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private volatile boolean reset;

    Connection(Socket client, Socket inner) {
      this.client = client;
      this.inner = inner;
    }

    /** Client to server. */
    void forward() {
      pass(client, inner);
      clientGone.countDown();
      close();
    }

    /** Server to client; the server's end is the end. */
    void back() {
      pass(inner, client);
      close();
    }

    private static void pass(Socket from, Socket to) {
      byte[] buffer = new byte[BUFFER_SIZE];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.write(buffer, 0, read);
        }
      } catch (IOException e) {
        // one of the two is gone, and the other follows
      }
    }

    void close() {
      connections.remove(inner.getLocalPort(), this);
      try (client;
          inner) {
        if (reset) {
          client.setSoLinger(true, 0); // closing now sends RST in place of FIN
        }
      } catch (IOException e) {
        // closed already
      }
    }
  }
}
