package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry holds, and single blobs of it away. */
@Timeout(60)
class CatalogTest {

  private static final Blob BLOB = Blob.of(MediaType.OCTET_STREAM, new byte[] {1, 2});

  @Test
  void repositories_manyPages_fetchedWhileRead() throws IOException {
    try (TestRegistry registry = TestRegistry.builder().pageSize(2).start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      for (String name : new String[] {"a", "b", "c", "d", "e"}) {
        client.repository(registry.address() + "/" + name).push(BLOB);
      }
      registry.forgetRequests();
      try (Stream<String> names = client.repositories(registry.address())) {
        assertThat(registry.requests()).isEmpty();
        assertThat(names.limit(2)).containsExactly("a", "b");
      }
      assertThat(registry.requests()).hasSize(1);
      assertThat(client.repositories(registry.address())).containsExactly("a", "b", "c", "d", "e");
    }
  }

  @Test
  void repositories_noCatalog_saysSo() {
    try (ScriptedServer server = new ScriptedServer().answering(request -> status(404));
        RegistryClient client = ScriptedServer.impatient().build()) {
      assertThatThrownBy(() -> client.repositories(server.host()).toList())
          .isInstanceOf(ContentNotFoundException.class)
          .hasMessageContaining(server.host());
    }
  }

  @Test
  void repositories_inACircle_ends() {
    try (ScriptedServer server =
            new ScriptedServer()
                .answering(
                    request ->
                        status(200)
                            .setHeader("Link", "</v2/_catalog?last=a>; rel=next")
                            .body("{\"repositories\":[\"a\"]}"));
        RegistryClient client = ScriptedServer.impatient().build()) {
      assertThatThrownBy(() -> client.repositories(server.host()).toList())
          .isInstanceOf(InvalidContentException.class)
          .hasMessageContaining("circle");
    }
  }

  @Test
  void deleteBlob_thenAgain_gone() throws IOException {
    try (TestRegistry registry = TestRegistry.start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      Repository repository = client.repository(registry.address() + "/m");
      repository.push(BLOB);
      repository.deleteBlob(BLOB.descriptor().digest());
      assertThat(repository.contains(BLOB.descriptor())).isFalse();
      assertThatThrownBy(() -> repository.deleteBlob(BLOB.descriptor().digest()))
          .isInstanceOf(ContentNotFoundException.class);
    }
  }
}
