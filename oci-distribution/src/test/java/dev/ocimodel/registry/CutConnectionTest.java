package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Network table: reset, short body, cut chunk, and a close-delimited body that just ends. */
@Timeout(120)
class CutConnectionTest {

  private static final Pattern RANGE = Pattern.compile("(?i)range: bytes=(\\d+)-(\\d+)");

  /** How an answer says where its body ends. */
  enum Framing {
    LENGTH {
      @Override
      byte[] answer(byte[] content) {
        return join("Content-Length: " + content.length + "\r\n\r\n", content, "");
      }
    },
    CHUNKED {
      @Override
      byte[] answer(byte[] content) {
        int half = content.length / 2;
        byte[] first =
            join(Integer.toHexString(half) + "\r\n", Arrays.copyOf(content, half), "\r\n");
        byte[] rest = Arrays.copyOfRange(content, half, content.length);
        byte[] second = join(Integer.toHexString(rest.length) + "\r\n", rest, "\r\n0\r\n\r\n");
        return join("Transfer-Encoding: chunked\r\n\r\n" + latin(first), second, "");
      }
    },
    CLOSE {
      @Override
      byte[] answer(byte[] content) {
        return join("Connection: close\r\n\r\n", content, "");
      }
    };

    /** The header fields that matter, and the body. */
    abstract byte[] answer(byte[] content);

    static String latin(byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] join(String before, byte[] content, String after) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(before.getBytes(StandardCharsets.ISO_8859_1));
      all.writeBytes(content);
      all.writeBytes(after.getBytes(StandardCharsets.ISO_8859_1));
      return all.toByteArray();
    }
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(15).nextBytes(content);
    return content;
  }

  /** Promise 15: cut at any byte, in the head or in the body, it is resumed and whole. */
  @ParameterizedTest
  @CsvSource({
    "LENGTH,false",
    "LENGTH,true",
    "CHUNKED,false",
    "CHUNKED,true",
    "CLOSE,false",
    "CLOSE,true"
  })
  void open_cutAtAnyByte_resumedAndWhole(Framing framing, boolean reset) throws Exception {
    byte[] content = content(120);
    byte[] answer = Framing.join("HTTP/1.1 200 OK\r\n", framing.answer(content), "");
    for (int at = 0; at <= answer.length; at++) {
      int cut = at;
      try (RawServer server =
          new RawServer(
              (number, in, socket) -> {
                String head = RawServer.head(in);
                if (number == 1) {
                  socket.getOutputStream().write(answer, 0, cut);
                  if (reset) {
                    socket.setSoLinger(true, 0);
                  }
                } else {
                  answer(head, socket, content, content.length);
                  serve(in, socket, content, content.length);
                }
              })) {
        try (RegistryClient client = ScriptedServer.impatient().build()) {
          assertThat(download(client, server, content)).as("cut at %d", cut).isEqualTo(content);
        }
        Leftovers.assertNone(server);
      }
    }
  }

  /** Promise 15: a network that cuts every answer is no reason to give up while bytes arrive. */
  @Test
  void open_everyAnswerCut_goesOnWhileItMoves() throws Exception {
    byte[] content = content(300 * 70_000);
    try (RawServer server =
            new RawServer((number, in, socket) -> serve(in, socket, content, 70_000));
        RegistryClient client =
            RegistryClient.builder()
                .retryPolicy(RetryPolicy.create().withBaseDelay(Duration.ZERO))
                .readAheadWindow(0)
                .build()) {
      assertThat(download(client, server, content)).isEqualTo(content);
      assertThat(server.connections()).isGreaterThanOrEqualTo(300);
    }
  }

  private static byte[] download(RegistryClient client, RawServer server, byte[] content)
      throws IOException {
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, content);
    try (InputStream in = client.repository(server.host() + "/m").blob(descriptor).open()) {
      return in.readAllBytes();
    }
  }

  /** An honest answer to one request of a range, of which only so many bytes get through. */
  private static void serve(InputStream in, Socket socket, byte[] content, int bytes)
      throws IOException {
    for (String head = RawServer.head(in); !head.isEmpty(); head = RawServer.head(in)) {
      answer(head, socket, content, bytes);
      if (bytes < content.length) {
        return;
      }
    }
  }

  private static void answer(String head, Socket socket, byte[] content, int bytes)
      throws IOException {
    Matcher range = RANGE.matcher(head);
    if (!range.find()) {
      RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n");
      socket.getOutputStream().write(content, 0, Math.min(bytes, content.length));
      return;
    }
    int from = Integer.parseInt(range.group(1));
    int to = Integer.parseInt(range.group(2));
    RawServer.say(
        socket,
        "HTTP/1.1 206 Partial Content\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
            .formatted(to - from + 1, from, to, content.length));
    socket.getOutputStream().write(content, from, Math.min(bytes, to - from + 1));
  }
}
