package dev.ocimodel.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server that says any bytes at all, for answers no HTTP library would send. */
final class RawServer implements AutoCloseable {

  /** Serves one connection; it is closed when this returns. */
  interface Conversation {
    void hold(int number, InputStream in, Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Thread> conversations = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  RawServer(Conversation conversation) {
    this(ServerSocketFactory.getDefault(), conversation);
  }

  RawServer(ServerSocketFactory factory, Conversation conversation) {
    try {
      listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    daemon(() -> accept(conversation));
  }

  private void accept(Conversation conversation) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        int number = connections.incrementAndGet();
        conversations.removeIf(thread -> !thread.isAlive());
        conversations.add(
            daemon(
                () -> {
                  try (socket;
                      InputStream in = new BufferedInputStream(socket.getInputStream())) {
                    conversation.hold(number, in, socket);
                  } catch (IOException | InterruptedException e) {
                    // the client has had enough, or the test has
                  } finally {
                    sockets.remove(socket);
                  }
                }));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The threads that talk to a client now; each ends when the client has hung up. */
  List<Thread> conversations() {
    return conversations;
  }

  String host() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** Reads a request's head; empty when the client has hung up. */
  static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
        return head.toString();
      }
    }
    return "";
  }

  /** Never answers; returns when the client has gone. */
  static void stall(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // what comes is not looked at
    }
  }

  static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
