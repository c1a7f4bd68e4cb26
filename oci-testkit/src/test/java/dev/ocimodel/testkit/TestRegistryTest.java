package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRegistryTest {

  private static final byte[] CONTENT = TestContent.bytes(1, 300_000);

  @TempDir Path directory;

  @Test
  void start_twice_haveTheirOwnContent() throws IOException {
    try (TestRegistry one = TestRegistry.start();
        TestRegistry two = TestRegistry.start()) {
      Digest digest = new RawClient(one).push("a", CONTENT);
      assertThat(new RawClient(two).get("/v2/a/blobs/" + digest).status()).isEqualTo(404);
    }
  }

  @Test
  void start_portTaken_saysWhich() {
    try (TestRegistry first = TestRegistry.start()) {
      int port = first.uri().getPort();
      assertThatThrownBy(() -> TestRegistry.builder().port(port).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(Integer.toString(port));
    }
  }

  @Test
  void storageDirectory_isFoundByTheNextRegistry() throws IOException {
    Digest digest;
    try (TestRegistry registry = TestRegistry.builder().storageDirectory(directory).start()) {
      digest = new RawClient(registry).push("a/b", CONTENT);
    }
    try (TestRegistry registry = TestRegistry.builder().storageDirectory(directory).start()) {
      RawClient client = new RawClient(registry);
      assertThat(client.get("/v2/a/b/blobs/" + digest).body()).isEqualTo(CONTENT);
      assertThat(client.get("/v2/_catalog").text()).contains("[\"a/b\"]");
    }
  }

  @Test
  void close_unfinishedUploads_areRemoved() throws IOException {
    try (TestRegistry registry = TestRegistry.builder().storageDirectory(directory).start()) {
      RawClient client = new RawClient(registry);
      String location = client.send("POST", "/v2/a/blobs/uploads/", new byte[0]).header("Location");
      client.send("PATCH", location, CONTENT);
      assertThat(uploads()).hasSize(1);
    }
    assertThat(uploads()).isEmpty();
  }

  private List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("uploads"))) {
      return files.toList();
    }
  }

  @Test
  void requests_tellWhatHappened() throws IOException {
    try (TestRegistry registry = TestRegistry.start()) {
      RawClient client = new RawClient(registry);
      Digest digest = client.push("a", CONTENT);
      client.get("/v2/a/blobs/" + digest, "Range: bytes=0-99");
      assertThat(registry.requests())
          .extracting(
              RecordedRequest::method,
              RecordedRequest::status,
              RecordedRequest::bytesReceived,
              RecordedRequest::bytesSent)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("POST", 201, 300_000L, 0L),
              org.assertj.core.groups.Tuple.tuple("GET", 206, 0L, 100L));
      registry.forgetRequests();
      assertThat(registry.requests()).isEmpty();
    }
  }

  @Test
  void withoutReferrersApi_answers404() throws IOException {
    try (TestRegistry registry = TestRegistry.builder().withoutReferrersApi().start()) {
      String path = "/v2/a/referrers/" + Digest.sha256("x");
      assertThat(new RawClient(registry).get(path).status()).isEqualTo(404);
    }
  }

  @Test
  void tlsClient_isSentAway() throws IOException {
    byte[] clientHello = {22, 3, 1, 0, 5, 1, 0, 0, 1, 3};
    try (TestRegistry registry = TestRegistry.start();
        Socket socket = new RawClient(registry).connect()) {
      socket.getOutputStream().write(clientHello);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).isNotNull(); // reset: sent away as well
    }
  }

  @Test
  void threads_areDaemons() throws IOException {
    try (TestRegistry registry = TestRegistry.builder().faults(FaultPlan.none()).start()) {
      new RawClient(registry).push("a", CONTENT);
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(t -> t.getName().startsWith("test-registry") || t.getName().contains("HTTP"))
          .isNotEmpty()
          .allMatch(Thread::isDaemon);
    }
  }
}
