package dev.ocimodel.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.testkit.RawClient.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultTest {

  private volatile FaultPlan plan = FaultPlan.none();
  private final TestRegistry registry =
      TestRegistry.builder().faults(request -> plan.faultFor(request)).start();
  private final RawClient client = new RawClient(registry);
  private final byte[] content = TestContent.bytes(1, 50_000);

  @AfterEach
  void closeRegistry() {
    registry.close();
  }

  /** Pushes a blob, then makes its next GET fail. */
  private String failing(Fault fault) throws IOException {
    Digest digest = client.push("a", content);
    registry.forgetRequests();
    plan = FaultPlan.once(request -> request.method().equals("GET"), fault);
    return "/v2/a/blobs/" + digest;
  }

  /** Reads the answer's head and body by hand, up to its end. */
  private byte[] readAll(String path) throws IOException {
    try (Socket socket = client.connect()) {
      socket.getOutputStream().write(RawClient.head("GET", path, 0));
      return socket.getInputStream().readAllBytes();
    }
  }

  @Test
  void status_comesWithItsHeaders() throws IOException {
    String path = failing(Fault.status(429, Map.of("Retry-After", "7")));
    Answer answer = client.get(path);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isEqualTo("7");
    assertThat(client.get(path).status()).isEqualTo(200);
  }

  @Test
  void statusWithErrorCode_comesWithTheCode() throws IOException {
    Answer answer = client.get(failing(Fault.statusWithErrorCode(503, "TOOMANYREQUESTS")));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).contains("\"code\":\"TOOMANYREQUESTS\"");
  }

  @Test
  void redirectTo_comesWithLocation() throws IOException {
    Answer answer = client.get(failing(Fault.redirectTo(URI.create("http://127.0.0.1:1/x"))));
    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.header("Location")).isEqualTo("http://127.0.0.1:1/x");
  }

  @Test
  void status_isHeardByAClientThatSendsItsBodyFirst() throws IOException {
    plan = FaultPlan.always(request -> request.method().equals("PUT"), Fault.status(413));
    byte[] chunk = new byte[64 * 1024];
    int chunks = 512;
    try (Socket socket = client.connect()) {
      socket
          .getOutputStream()
          .write(RawClient.head("PUT", "/v2/a/manifests/b", chunks * chunk.length));
      for (int i = 0; i < chunks; i++) {
        socket.getOutputStream().write(chunk);
      }
      assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
          .isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void dropConnection_endsWithoutAnswer() throws IOException {
    assertThat(readAll(failing(Fault.dropConnection()))).isEmpty();
    assertThat(registry.requests()).last().extracting(RecordedRequest::status).isEqualTo(0);
  }

  @Test
  void resetAfter_resetsTheConnection() throws IOException {
    String path = failing(Fault.resetAfter(20_000));
    assertThatThrownBy(() -> readAll(path)).isInstanceOf(SocketException.class);
    assertThat(registry.requests())
        .last()
        .extracting(RecordedRequest::bytesSent)
        .isEqualTo(20_000L);
  }

  @Test
  void truncateBody_endsBeforeContentLength() throws IOException {
    String path = failing(Fault.truncateBody(20_000));
    assertThatThrownBy(() -> client.get(path)).isInstanceOf(EOFException.class);
  }

  @Test
  void shortenBody_agreesWithContentLength() throws IOException {
    Answer answer = client.get(failing(Fault.shortenBody(20_000)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Arrays.copyOf(content, 20_000));
  }

  @Test
  void flipBit_changesOneBit() throws IOException {
    Answer answer = client.get(failing(Fault.flipBit(30_000)));
    byte[] expected = content.clone();
    expected[30_000] ^= 1;
    assertThat(answer.body()).isEqualTo(expected);
  }

  @Test
  void stall_endsWhenTheRegistryCloses() throws IOException {
    String path = failing(Fault.stall());
    try (Socket socket = client.connect()) {
      socket.getOutputStream().write(RawClient.head("GET", path, 0));
      Thread closing = new Thread(registry::close);
      closing.start();
      assertThatEnds(socket);
    }
  }

  private static void assertThatEnds(Socket socket) throws IOException {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).isNotNull(); // a reset is an end as well
    }
  }

  @Test
  void holdUntil_goesOnWhenReleased() throws IOException {
    CountDownLatch released = new CountDownLatch(1);
    String path = failing(Fault.holdUntil(released));
    new Thread(released::countDown).start();
    assertThat(client.get(path).body()).isEqualTo(content);
  }

  @Test
  void loseResponse_handlesTheRequest() throws IOException {
    plan = FaultPlan.once(r -> r.is("POST", ".*/uploads/"), Fault.loseResponse());
    assertThatThrownBy(() -> client.push("a", content)).isInstanceOf(IOException.class);
    assertThat(client.get("/v2/a/blobs/" + Digest.sha256(content)).body()).isEqualTo(content);
  }

  @Test
  void resetAfterReceiving_keepsWhatCame() throws IOException {
    String location = client.send("POST", "/v2/a/blobs/uploads/", new byte[0]).header("Location");
    plan = FaultPlan.once(r -> r.method().equals("PATCH"), Fault.resetAfterReceiving(20_000));
    assertThatThrownBy(() -> client.send("PATCH", location, content))
        .isInstanceOf(IOException.class);
    Answer progress = client.get(location);
    assertThat(progress.header("Range")).isEqualTo("0-19999");
    String end = progress.header("Location") + "&digest=" + Digest.sha256(content);
    byte[] rest = Arrays.copyOfRange(content, 20_000, content.length);
    assertThat(client.send("PUT", end, rest).status()).isEqualTo(201);
  }

  /** A client that sees the reset may go on at once: the registry is through with the request. */
  @Test
  void resetAfterReceiving_leavesTheUploadFree() throws IOException {
    String start = client.send("POST", "/v2/a/blobs/uploads/", new byte[0]).header("Location");
    String upload = start.substring(0, start.indexOf('?'));
    int cuts = 300;
    plan =
        FaultPlan.times(
            cuts, request -> request.method().equals("PATCH"), Fault.resetAfterReceiving(10));
    for (int i = 0; i < cuts; i++) {
      assertThatThrownBy(() -> client.send("PATCH", upload, new byte[20]))
          .isInstanceOf(IOException.class);
      String range = "0-" + (10 * (i + 1) - 1);
      assertThat(client.get(upload).header("Range")).isEqualTo(range);
    }
  }

  @Test
  void times_failsThatOften() throws IOException {
    String path = failing(Fault.none());
    plan = FaultPlan.times(2, r -> true, Fault.status(500)).or(FaultPlan.none());
    assertThat(client.get(path).status()).isEqualTo(500);
    assertThat(client.get(path).status()).isEqualTo(500);
    assertThat(client.get(path).status()).isEqualTo(200);
  }
}
