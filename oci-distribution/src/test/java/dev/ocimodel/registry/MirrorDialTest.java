package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.hosts.RegistryHost;
import dev.ocimodel.registry.hosts.RegistryHosts;
import dev.ocimodel.testkit.TestContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts with a {@code dial_timeout}. */
class MirrorDialTest {

  private static final byte[] CONTENT = TestContent.bytes(7, 300_000);
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);

  /** A host whose queue of connections is full leaves a new one without an answer. */
  @Test
  @Timeout(60)
  void open_mirrorTakesNoConnection_givenUpAfterItsDialTimeout() throws IOException {
    List<SocketChannel> waiting = new ArrayList<>();
    try (MirrorServer origin = new MirrorServer().with(BLOB, CONTENT);
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 8; i++) {
        SocketChannel client = SocketChannel.open();
        waiting.add(client);
        client.configureBlocking(false);
        client.connect(full.getLocalSocketAddress());
      }
      try (RegistryClient client =
              ScriptedServer.impatient()
                  .connectTimeout(Duration.ofHours(1))
                  .stallTimeout(Duration.ofHours(1))
                  .hosts(origin.host(), RegistryHosts.of(List.of(quicklyGivenUp(full))))
                  .build();
          InputStream in = client.repository(origin.host() + "/models/m").blob(BLOB).open()) {
        assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      }
    } finally {
      for (SocketChannel client : waiting) {
        client.close();
      }
    }
  }

  private static RegistryHost quicklyGivenUp(ServerSocket server) {
    RegistryHost host = RegistryHost.of("http://127.0.0.1:" + server.getLocalPort());
    return new RegistryHost(
        host.url(),
        host.capabilities(),
        host.overridePath(),
        host.tls(),
        host.headers(),
        Duration.ofMillis(200));
  }
}
