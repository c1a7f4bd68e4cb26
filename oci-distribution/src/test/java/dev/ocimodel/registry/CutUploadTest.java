package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Network table: a push whose connection breaks in a request or in any answer to it. */
@Timeout(120)
class CutUploadTest {

  private static final byte[] CONTENT = new byte[20_000];
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  static {
    new Random(3).nextBytes(CONTENT);
  }

  private static final Blob BLOB = Blob.of(MediaType.OCTET_STREAM, CONTENT);

  /** A registry of one blob, which breaks one connection at one place. */
  private static final class CuttingRegistry {

    private final String method;
    private final int bytes;
    private final boolean inTheRequest;
    private final boolean reset;
    private final AtomicInteger cuts = new AtomicInteger();
    private final List<byte[]> stored = new CopyOnWriteArrayList<>();

    CuttingRegistry(String method, int bytes, boolean inTheRequest, boolean reset) {
      this.method = method;
      this.bytes = bytes;
      this.inTheRequest = inTheRequest;
      this.reset = reset;
    }

    void hold(int number, InputStream in, Socket socket) throws IOException {
      for (String head = RawServer.head(in); !head.isEmpty(); head = RawServer.head(in)) {
        boolean cut = head.startsWith(method) && cuts.getAndIncrement() == 0;
        byte[] body = body(head, in, cut && inTheRequest ? bytes : Integer.MAX_VALUE);
        if (cut && inTheRequest) {
          end(socket);
          return;
        }
        String answer = answer(head, body);
        RawServer.say(socket, cut ? answer.substring(0, Math.min(bytes, answer.length())) : answer);
        if (cut) {
          end(socket);
          return;
        }
      }
    }

    private void end(Socket socket) throws IOException {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
    }

    private static byte[] body(String head, InputStream in, int most) throws IOException {
      Matcher length = LENGTH.matcher(head);
      if (length.find()) {
        return in.readNBytes(Math.min(most, Integer.parseInt(length.group(1))));
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
        for (int size = chunkSize(in); size > 0 && all.size() < most; size = chunkSize(in)) {
          all.write(in.readNBytes(Math.min(size, most)));
          chunkSize(in); // the line's end
        }
      }
      return all.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      String text = line.toString().strip();
      if (text.equals("0")) {
        in.readNBytes(2);
      }
      return text.isEmpty() ? 0 : Integer.parseInt(text, 16);
    }

    private String answer(String head, byte[] body) {
      if (head.startsWith("HEAD")) {
        return stored.isEmpty()
            ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: " + CONTENT.length + "\r\n\r\n";
      }
      if (head.startsWith("POST")) {
        return "HTTP/1.1 202 Accepted\r\nLocation: /v2/m/up/1?s=2\r\nContent-Length: 0\r\n\r\n";
      }
      if (head.startsWith("PATCH")) {
        stored.add(body);
        return "HTTP/1.1 202 Accepted\r\nLocation: /v2/m/up/1?s=3\r\nContent-Length: 0\r\n\r\n";
      }
      if (head.startsWith("PUT")) {
        if (body.length > 0) {
          stored.add(body);
        }
        return "HTTP/1.1 201 Created\r\nLocation: /v2/m/blobs/x\r\nContent-Length: 0\r\n\r\n";
      }
      return "HTTP/1.1 204 No Content\r\n\r\n";
    }
  }

  /** The answer to each request of a push is cut at each of its bytes: the blob is there. */
  @ParameterizedTest
  @CsvSource({"HEAD,false", "HEAD,true", "POST,false", "POST,true", "PUT,false", "PUT,true"})
  void push_answerCutAtAnyByte_blobIsThere(String method, boolean reset) throws Exception {
    for (int at = 0; at < 70; at++) {
      assertPushed(new CuttingRegistry(method, at, false, reset), at);
    }
  }

  /** So with the body on its way up. */
  @ParameterizedTest
  @CsvSource({"PUT,false", "PUT,true"})
  void push_bodyCut_blobIsThere(String method, boolean reset) throws Exception {
    for (int at : new int[] {0, 1, 100, 8_191, 8_192, 19_999, 20_000}) {
      assertPushed(new CuttingRegistry(method, at, true, reset), at);
    }
  }

  private static void assertPushed(CuttingRegistry registry, int at) throws Exception {
    try (RawServer server = new RawServer(registry::hold)) {
      try (RegistryClient client = ScriptedServer.impatient().build()) {
        client.repository(server.host() + "/m").push(BLOB);
      }
      assertThat(registry.cuts).as("cut at %d", at).hasPositiveValue();
      assertThat(registry.stored).as("cut at %d", at).contains(CONTENT);
      Leftovers.assertNone(server);
    }
  }

  /** Content whose digest comes out at the end is produced again where that is needed. */
  @ParameterizedTest
  @CsvSource({"PATCH,false", "PATCH,true", "PUT,false", "PUT,true"})
  void write_answerCutAtAnyByte_blobIsThere(String method, boolean reset) throws Exception {
    for (int at = 0; at < 70; at++) {
      CuttingRegistry registry = new CuttingRegistry(method, at, false, reset);
      try (RawServer server = new RawServer(registry::hold)) {
        try (RegistryClient client = ScriptedServer.impatient().build()) {
          assertThat(
                  client
                      .repository(server.host() + "/m")
                      .write(MediaType.OCTET_STREAM, out -> out.write(CONTENT)))
              .isEqualTo(BLOB.descriptor());
        }
        assertThat(registry.cuts).as("cut at %d", at).hasPositiveValue();
        assertThat(registry.stored).as("cut at %d", at).contains(CONTENT);
        Leftovers.assertNone(server);
      }
    }
  }
}
