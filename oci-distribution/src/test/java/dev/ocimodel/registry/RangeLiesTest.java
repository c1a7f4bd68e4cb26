package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Network table: what a server may answer to the range that a resumed download asks for. */
@Timeout(60)
class RangeLiesTest {

  private static final byte[] CONTENT = new byte[300];
  private static final int CUT = 100;

  static {
    new Random(16).nextBytes(CONTENT);
  }

  /** Cuts the first answer at byte 100; to the second request, this is said. */
  private static RawServer cutThenSaying(String answer) {
    return new RawServer(
        (number, in, socket) -> {
          RawServer.head(in);
          if (number == 1) {
            RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + text(0, CUT));
          } else {
            RawServer.say(socket, answer);
          }
        });
  }

  private static String text(int from, int to) {
    return new String(CONTENT, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static byte[] read(RawServer server) throws IOException {
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);
    try (RegistryClient client = ScriptedServer.impatient().build();
        InputStream in = client.repository(server.host() + "/m").blob(descriptor).open()) {
      return in.readAllBytes();
    }
  }

  /** Promise 16: 200 to a range, and no byte comes twice. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Content-Length: 300", "Connection: close", "Content-Range: bytes 100-299/300"})
  void read_wholeForARange_noByteTwice(String field) throws Exception {
    String head = "HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n";
    try (RawServer server = cutThenSaying(head + text(0, 300))) {
      assertThat(read(server)).isEqualTo(CONTENT);
      assertThat(server.connections()).isEqualTo(2);
      Leftovers.assertNone(server);
    }
  }

  /** Content-Range wrong, missing, shifted, of another total; a multipart; a 416. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "206|Content-Range: bytes 99-299/300",
        "206|Content-Range: bytes 101-299/300",
        "206|Content-Range: bytes 100-299/301",
        "206|Content-Range: bytes 100-298/300",
        "206|Content-Range: bytes 0-199/200",
        "206|Content-Range: bytes 299-100/300",
        "206|Content-Range: items 100-299/300",
        "206|Content-Range: bytes 100-99999999999999999999/300",
        "206|Content-Range: garbage",
        "206|Content-Type: multipart/byteranges; boundary=x",
        "206|X-Nothing: at all",
        "416|Content-Range: bytes */300"
      })
  void read_rangeThatWasNotAskedFor_mismatchAndNoWrongByte(int status, String field)
      throws Exception {
    String answer = "HTTP/1.1 " + status + " Said\r\n" + field + "\r\nContent-Length: 200\r\n\r\n";
    try (RawServer server = cutThenSaying(answer + text(100, 300))) {
      assertThatThrownBy(() -> read(server)).isInstanceOf(ContentMismatchException.class);
      assertThat(server.connections()).as("a lie is not asked for again").isEqualTo(2);
      Leftovers.assertNone(server);
    }
  }

  /** A range that is right in its head and wrong in its bytes: the digest decides, always. */
  @Test
  void read_rightRangeWrongBytes_mismatch() throws Exception {
    String head =
        "HTTP/1.1 206 Said\r\nContent-Range: bytes 100-299/300\r\nContent-Length: 200\r\n\r\n";
    try (RawServer server = cutThenSaying(head + text(99, 299))) {
      assertThatThrownBy(() -> read(server)).isInstanceOf(ContentMismatchException.class);
      Leftovers.assertNone(server);
    }
  }

  @Test
  void read_rightRangeMoreBytes_mismatch() throws Exception {
    String head =
        "HTTP/1.1 206 Said\r\nContent-Range: bytes 100-299/300\r\nConnection: close\r\n\r\n";
    try (RawServer server = cutThenSaying(head + text(100, 300) + "more")) {
      assertThatThrownBy(() -> read(server)).isInstanceOf(ContentMismatchException.class);
      Leftovers.assertNone(server);
    }
  }
}
