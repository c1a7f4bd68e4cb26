package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.testkit.RecordedRequest;
import dev.ocimodel.testkit.TestContent;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A thousand layers and ten thousand tags: requests grow with the items and no faster. */
class ManyItemsTest {

  private static final int TAGS = 10_000;
  private static final int TAGS_PER_PUSH = 500;
  private static final String EMPTY_CONFIG = Descriptor.EMPTY_JSON.digest().toString();

  private record Requests(int push, int pull) {}

  /** Copies an artifact between registries; each layer must be read once. */
  private static Requests requestsFor(int layers) throws IOException {
    try (TestRegistry from = TestRegistry.start();
        TestRegistry to = TestRegistry.start();
        RegistryClient client = RegistryClient.builder().build()) {
      Repository source = client.repository(from.address() + "/many");
      List<Blob> blobs =
          IntStream.range(0, layers).mapToObj(i -> TestContent.blob(i, 100)).toList();
      for (Blob blob : blobs) {
        source.push(blob);
      }
      source.push(TestContent.emptyConfig());
      ImageManifest manifest = TestContent.artifact("application/vnd.example.many", blobs);
      source.push(manifest.toBlob());
      source.tag(manifest.descriptor(), "v1");
      from.forgetRequests();
      Repository target = client.repository(to.address() + "/many");
      Transfer.create().copy(source, "v1", target, "v1");
      Requests requests = new Requests(to.requests().size(), from.requests().size());
      assertThat(target.resolve("v1").digest()).isEqualTo(manifest.descriptor().digest());
      assertThat(blobReads(from).values()).hasSize(layers).containsOnly(1L);
      return requests;
    }
  }

  private static Map<String, Long> blobReads(TestRegistry registry) {
    return registry.requests().stream()
        .map(RecordedRequest::path)
        .filter(path -> path.contains("/blobs/") && !path.endsWith(EMPTY_CONFIG))
        .collect(Collectors.groupingBy(path -> path, Collectors.counting()));
  }

  @Test
  void copy_1000Layers_takesTenTimesTheRequestsOf100() throws IOException {
    Requests few = requestsFor(100);
    Requests many = requestsFor(1000);
    assertThat(few.push()).isLessThanOrEqualTo(4 * 100);
    assertThat(many.push()).isLessThanOrEqualTo(10 * few.push());
    assertThat(many.pull()).isLessThanOrEqualTo(10 * few.pull());
  }

  @Test
  void tags_10000_comeInAsManyRequestsAsPages() throws IOException {
    try (TestRegistry registry = TestRegistry.builder().pageSize(250).start();
        RegistryClient client = RegistryClient.builder().build()) {
      Repository repository = client.repository(registry.address() + "/many");
      ImageManifest manifest = pushTagged(repository, registry);
      registry.forgetRequests();
      assertThat(repository.tags().distinct().count()).isEqualTo(TAGS);
      assertThat(registry.requests()).hasSize(TAGS / 250);

      registry.forgetRequests();
      assertThat(repository.tags().limit(10).toList()).startsWith("t00000", "t00001");
      assertThat(repository.resolve("t09999").digest()).isEqualTo(manifest.descriptor().digest());
      assertThat(registry.requests()).hasSize(2);
    }
  }

  private static ImageManifest pushTagged(Repository repository, TestRegistry registry)
      throws IOException {
    Blob layer = TestContent.blob(1, 100);
    ImageManifest manifest = TestContent.artifact("application/vnd.example.many", List.of(layer));
    repository.push(layer);
    repository.push(TestContent.emptyConfig());
    for (int first = 0; first < TAGS; first += TAGS_PER_PUSH) {
      String tags =
          IntStream.range(first, first + TAGS_PER_PUSH)
              .mapToObj("tag=t%05d"::formatted)
              .collect(Collectors.joining("&"));
      String path = "/v2/many/manifests/" + manifest.descriptor().digest() + "?" + tags;
      var put = (HttpURLConnection) registry.uri().resolve(path).toURL().openConnection();
      put.setRequestMethod("PUT");
      put.setRequestProperty("Content-Type", manifest.mediaType().value());
      put.setDoOutput(true);
      put.getOutputStream().write(manifest.toByteArray());
      assertThat(put.getResponseCode()).isEqualTo(201);
    }
    return manifest;
  }
}
