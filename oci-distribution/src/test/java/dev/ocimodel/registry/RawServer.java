package dev.ocimodel.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server below HTTP: a test says, byte by byte, what a connection brings. */
final class RawServer implements AutoCloseable {

  /** What happens on one connection, request after request, until it returns. */
  interface Conversation {
    void hold(Connection connection) throws IOException;
  }

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  RawServer(Conversation conversation) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    daemon(() -> accept(conversation));
  }

  private void accept(Conversation conversation) {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        daemon(() -> hold(socket, conversation));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void hold(Socket socket, Conversation conversation) {
    try (socket) {
      conversation.hold(new Connection(socket));
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** How many connections there have been. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** One connection as the server sees it. */
  static final class Connection {

    private final InputStream in;
    private final OutputStream out;

    Connection(Socket socket) throws IOException {
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    /** Reads the head of a request, line by line up to the empty one; null at the end. */
    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        head.append((char) next);
      }
      return head.toString();
    }

    InputStream in() {
      return in;
    }

    OutputStream out() {
      return out;
    }

    /** Sends text as it is. */
    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Never answers; returns when the client has gone. */
    void stall() throws IOException {
      while (in.read() >= 0) {
        // what comes is not looked at
      }
    }
  }
}
