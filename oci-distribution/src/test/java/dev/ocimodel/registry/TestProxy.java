package dev.ocimodel.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A small real proxy: tunnels with {@code CONNECT}, and forwards plain requests. Whatever host it
 * is asked for, it connects to the same server, so that tests can use names that do not exist.
 */
final class TestProxy implements AutoCloseable {

  private final RawServer server;
  private final int upstream;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private volatile String refusal = "";

  TestProxy(ScriptedServer upstream) {
    this(upstream, ServerSocketFactory.getDefault());
  }

  TestProxy(ScriptedServer upstream, ServerSocketFactory factory) {
    this.upstream = Integer.parseInt(upstream.host().split(":", -1)[1]);
    this.server = new RawServer(factory, (number, in, socket) -> serve(in, socket));
  }

  /** Answers everything with this head instead of doing its work. */
  TestProxy refusing(String head) {
    refusal = head;
    return this;
  }

  String host() {
    return server.host();
  }

  /** Heads of the requests that it could read. */
  List<String> heads() {
    return heads;
  }

  private void serve(InputStream in, Socket socket) throws IOException {
    String head = RawServer.head(in);
    if (head.isEmpty()) {
      return;
    }
    heads.add(head);
    if (!refusal.isEmpty()) {
      RawServer.say(socket, refusal + "Content-Length: 0\r\n\r\n");
      RawServer.stall(in);
      return;
    }
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      if (head.startsWith("CONNECT ")) {
        RawServer.say(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
      } else {
        target.getOutputStream().write(forwarded(head).getBytes(StandardCharsets.ISO_8859_1));
      }
      Thread back = new Thread(() -> pump(target, socket));
      back.setDaemon(true);
      back.start();
      in.transferTo(target.getOutputStream());
    }
  }

  /** In origin form, for one exchange, and without what is for the proxy alone. */
  private static String forwarded(String head) {
    return head.replaceFirst("(?i) http://[^/]+/", " /")
        .replaceAll("(?i)proxy-[^\r]*\r\n", "")
        .replaceFirst("(?i)connection: [^\r]*\r\n", "")
        .replaceFirst("\r\n", "\r\nConnection: close\r\n");
  }

  private static void pump(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one of the two has hung up
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
