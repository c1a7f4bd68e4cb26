package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests, sizes and media types that lie, in manifests that a registry serves. */
@Timeout(60)
class ManifestLiesTest {

  private static final String MANIFEST = MediaType.IMAGE_MANIFEST.value();
  private static final String INDEX = MediaType.IMAGE_INDEX.value();
  private static final String HEX = "a".repeat(64);

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client = ScriptedServer.impatient().build();
  private final Repository repository = client.repository(server.host() + "/m");
  @TempDir Path directory;

  @AfterEach
  void close() throws InterruptedException {
    client.close();
    server.close();
    Leftovers.assertNone();
  }

  private void serve(String contentType, String manifest) {
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    String digest = Digest.sha256(bytes).toString();
    server.answering(
        request ->
            String.valueOf(request.getTarget()).contains("/manifests/")
                ? body(200, request.getMethod().equals("HEAD") ? new byte[0] : bytes)
                    .setHeader("Content-Length", Integer.toString(bytes.length))
                    .setHeader("Content-Type", contentType)
                    .setHeader("Docker-Content-Digest", digest)
                : body(200, new byte[10]));
  }

  private static String manifest(String digest, String size) {
    return """
    {"schemaVersion":2,"mediaType":"%s","artifactType":"application/vnd.example",
     "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},
     "layers":[{"mediaType":"application/octet-stream","digest":"%s","size":%s}]}\
    """
        .formatted(MANIFEST, Descriptor.EMPTY_JSON.digest(), digest, size);
  }

  private void copy() {
    OciLayout target = OciLayout.openOrCreate(directory.resolve("layout"));
    try {
      Transfer.create().copy(repository, "v1", target, "v1");
    } finally {
      assertThat(target.tags()).isEmpty();
    }
  }

  /** Promise 6: a manifest that is two things at once is refused, whatever it is called. */
  @ParameterizedTest
  @ValueSource(strings = {"manifest", "index"})
  void copy_layersBesideManifests_refused(String name) {
    String type = name.equals("index") ? INDEX : MANIFEST;
    serve(
        type,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{},\"layers\":[],\"manifests\":[]}"
            .formatted(type));
    assertThatThrownBy(this::copy).isInstanceOf(InvalidContentException.class);
  }

  /** Promise 6: so is one whose media type says another thing than the answer's. */
  @Test
  void copy_mediaTypeLies_refused() {
    serve(INDEX, manifest("sha256:" + HEX, "10"));
    assertThatThrownBy(this::copy).isInstanceOf(InvalidContentException.class);
  }

  /** Promise 5: a digest that is a path goes nowhere near a URL or a file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:../x",
        "sha256:../../../../etc/passwd",
        "../../x",
        "sha256:aa/../aa",
        "sha256:%2e%2e%2fx",
        "sha256:AAAA",
        "sha256:"
      })
  void copy_digestIsAPath_refusedBeforeAnyRequest(String digest) {
    serve(MANIFEST, manifest(digest, "10"));
    assertThatThrownBy(this::copy).isInstanceOf(InvalidContentException.class);
    assertThat(server.requestLines()).noneMatch(line -> line.contains("/blobs/"));
  }

  /** Promise 7: a size of 2^62 is an error and no allocation. */
  @ParameterizedTest
  @CsvSource({"4611686018427387904", "9223372036854775807"})
  void copy_absurdSize_typedError(String size) {
    serve(MANIFEST, manifest("sha256:" + HEX, size));
    assertThatThrownBy(this::copy).isInstanceOf(OciException.class);
    Blob blob =
        repository.blob(
            Descriptor.of(
                MediaType.OCTET_STREAM, Digest.parse("sha256:" + HEX), Long.parseLong(size)));
    assertThatThrownBy(() -> blob.read(repository.limits())).isInstanceOf(OciException.class);
    assertThatThrownBy(() -> blob.open().readAllBytes()).isInstanceOf(OciException.class);
  }

  /** Promise 7: nor is a size that is no number of bytes at all. */
  @ParameterizedTest
  @CsvSource({"-1", "1e3", "1.5", "9223372036854775808", "null"})
  void copy_sizeIsNoSize_refused(String size) {
    serve(MANIFEST, manifest("sha256:" + HEX, size));
    assertThatThrownBy(this::copy).isInstanceOf(InvalidContentException.class);
    assertThat(server.requestLines()).noneMatch(line -> line.contains("/blobs/"));
  }

  /** Ten bytes where a digest promised others: the digest decides. */
  @Test
  void copy_otherBytesOfTheRightSize_typedErrorAndNoTag() {
    serve(MANIFEST, manifest("sha256:" + HEX, "10"));
    assertThatThrownBy(this::copy).isInstanceOf(ContentMismatchException.class);
  }
}
