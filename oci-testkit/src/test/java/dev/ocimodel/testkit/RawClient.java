package dev.ocimodel.testkit;

import dev.ocimodel.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 by hand, one connection per request: shows what is really on the wire. */
final class RawClient {

  private final URI base;

  RawClient(TestRegistry registry) {
    this(registry.uri());
  }

  RawClient(URI base) {
    this.base = base;
  }

  record Answer(int status, Map<String, String> headers, byte[] body) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  Answer get(String path, String... headers) throws IOException {
    return send("GET", path, new byte[0], headers);
  }

  Answer send(String method, String path, byte[] body, String... headers) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head(method, path, body.length, headers));
      out.write(body);
      out.flush();
      return read(method, new DataInputStream(socket.getInputStream()));
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(20_000); // a lost answer fails the test in place of hanging it
    return socket;
  }

  static byte[] head(String method, String path, int length, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Answer read(String method, DataInputStream in) throws IOException {
    int status = Integer.parseInt(line(in).substring(9, 12));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    byte[] body = new byte[method.equals("HEAD") ? 0 : length];
    in.readFully(body);
    return new Answer(status, headers, body);
  }

  private static String line(DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Uploads a blob in one request. */
  Digest push(String repository, byte[] content, String... headers) throws IOException {
    Digest digest = Digest.sha256(content);
    Answer answer =
        send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content, headers);
    if (answer.status() != 201) {
      throw new IOException("Upload answered " + answer.status() + " " + answer.text());
    }
    return digest;
  }
}
