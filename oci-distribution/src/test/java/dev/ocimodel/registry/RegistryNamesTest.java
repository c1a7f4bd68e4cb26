package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names as people write them, down to the request line. */
@Timeout(30)
class RegistryNamesTest {

  @Test
  void ping_ipv6Registry_reachedWithBrackets() throws Exception {
    InetAddress loopback = Inet6Address.getByName("::1");
    ServerSocket listener;
    try {
      listener = new ServerSocket(0, 5, loopback);
    } catch (IOException e) {
      Assumptions.abort("This machine has no IPv6 loopback ::1");
      return;
    }
    StringBuilder head = new StringBuilder();
    try (listener;
        RegistryClient client = RegistryClient.builder().build()) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = listener.accept();
                    InputStream in = socket.getInputStream()) {
                  head.append(RawServer.head(in));
                  RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                } catch (IOException e) {
                  head.append(e);
                }
              });
      server.start();
      client.ping("[::1]:" + listener.getLocalPort());
      server.join();
      assertThat(head).contains("Host: [::1]:" + listener.getLocalPort());
    }
  }

  @Test
  void repository_longestName_isSentWhole() {
    String longest = "a".repeat(120) + "/" + "b".repeat(100);
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client = ScriptedServer.impatient().build()) {
      Repository repository = client.repository(server.host() + "/" + longest);
      assertThatThrownBy(() -> repository.resolve("v1"))
          .isInstanceOf(dev.ocimodel.oci.ContentNotFoundException.class);
      assertThat(server.requestLines()).containsExactly("HEAD /v2/" + longest + "/manifests/v1");
    }
  }

  @Test
  void repository_tooLongName_refusedBeforeAnythingIsSent() {
    try (RegistryClient client = RegistryClient.builder().build()) {
      assertThatThrownBy(() -> client.repository("registry.example/" + "a".repeat(300)))
          .isInstanceOf(InvalidContentException.class);
    }
  }

  @Test
  void repository_dockerHubShortName_hasItsFullName() {
    try (RegistryClient client = RegistryClient.builder().build()) {
      assertThat(client.repository("alpine").name()).isEqualTo("docker.io/library/alpine");
    }
  }
}
