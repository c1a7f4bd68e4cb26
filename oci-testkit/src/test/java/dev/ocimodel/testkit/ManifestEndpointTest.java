package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.testkit.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManifestEndpointTest {

  private static final byte[] NOTHING = {};

  private final TestRegistry registry = TestRegistry.builder().pageSize(2).start();
  private final RawClient client = new RawClient(registry);
  private final Blob layer = TestContent.blob(1, 100);
  private final ImageManifest manifest =
      TestContent.artifact("application/vnd.test.model", List.of(layer));

  @AfterEach
  void closeRegistry() {
    registry.close();
  }

  private void pushChildren() throws IOException {
    client.push("a", TestContent.bytes(1, 100));
    client.push("a", "{}".getBytes(StandardCharsets.UTF_8));
  }

  private Answer put(String reference, Manifest pushed) throws IOException {
    return client.send(
        "PUT",
        "/v2/a/manifests/" + reference,
        pushed.toByteArray(),
        "Content-Type: " + pushed.mediaType());
  }

  private static String digest(Manifest of) {
    return of.descriptor().digest().toString();
  }

  @Test
  void put_byTag_isFoundByTagAndDigest() throws IOException {
    pushChildren();
    Answer created = put("v1", manifest);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/v2/a/manifests/" + digest(manifest));
    for (String reference : List.of("v1", digest(manifest))) {
      Answer answer = client.get("/v2/a/manifests/" + reference);
      assertThat(answer.body()).isEqualTo(manifest.toByteArray());
      assertThat(answer.header("Content-Type")).isEqualTo(manifest.mediaType().value());
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest(manifest));
    }
  }

  @Test
  void head_manifest_tellsLength() throws IOException {
    pushChildren();
    put("v1", manifest);
    Answer answer = client.send("HEAD", "/v2/a/manifests/v1", NOTHING);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length"))
        .isEqualTo(Integer.toString(manifest.toByteArray().length));
  }

  @Test
  void head_absent_isUnknown() throws IOException {
    assertThat(client.send("HEAD", "/v2/a/manifests/v1", NOTHING).status()).isEqualTo(404);
  }

  @Test
  void put_withoutChildren_isRefused() throws IOException {
    Answer answer = put("v1", manifest);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("MANIFEST_BLOB_UNKNOWN");
    assertThat(client.get("/v2/a/manifests/v1").status()).isEqualTo(404);
  }

  @Test
  void sparseManifests_withoutChildren_areTaken() throws IOException {
    try (TestRegistry sparse = TestRegistry.builder().sparseManifests().start()) {
      RawClient other = new RawClient(sparse);
      String path = "/v2/a/manifests/v1";
      String type = "Content-Type: " + manifest.mediaType();
      assertThat(other.send("PUT", path, manifest.toByteArray(), type).status()).isEqualTo(201);
      assertThat(other.get(path).body()).isEqualTo(manifest.toByteArray());
    }
  }

  @Test
  void put_byDigestWithTags_setsThem() throws IOException {
    pushChildren();
    Answer created = put(digest(manifest) + "?tag=v1&tag=latest", manifest);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("OCI-Tag")).isEqualTo("v1, latest");
    for (String tag : List.of("v1", "latest")) {
      assertThat(client.get("/v2/a/manifests/" + tag).header("Docker-Content-Digest"))
          .isEqualTo(digest(manifest));
    }
  }

  @Test
  void put_byDigestWithTagThatIsNone_storesNothing() throws IOException {
    pushChildren();
    assertThat(put(digest(manifest) + "?tag=v1&tag=-x", manifest).status()).isEqualTo(400);
    assertThat(client.get("/v2/a/manifests/v1").status()).isEqualTo(404);
    assertThat(client.get("/v2/a/manifests/" + digest(manifest)).status()).isEqualTo(404);
  }

  @Test
  void put_byOtherDigest_isRefused() throws IOException {
    pushChildren();
    Answer answer = put(layer.descriptor().digest().toString(), manifest);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("DIGEST_INVALID");
  }

  @Test
  void put_over4Mebibytes_isTooLarge() throws IOException {
    byte[] large = new byte[ManifestEndpoint.MAX_SIZE + 1];
    Answer answer =
        client.send(
            "PUT", "/v2/a/manifests/v1", large, "Content-Type: " + MediaType.IMAGE_MANIFEST);
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void put_malformed_isRefused() throws IOException {
    byte[] malformed = "{\"schemaVersion\":2,\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
    Answer answer =
        client.send(
            "PUT", "/v2/a/manifests/v1", malformed, "Content-Type: " + MediaType.IMAGE_MANIFEST);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("MANIFEST_INVALID");
  }

  @Test
  void put_tagThatIsNone_isRefused() throws IOException {
    assertThat(put(".x", manifest).status()).isEqualTo(400);
  }

  @Test
  void delete_tag_keepsTheManifest() throws IOException {
    pushChildren();
    put("v1", manifest);
    assertThat(client.send("DELETE", "/v2/a/manifests/v1", NOTHING).status()).isEqualTo(202);
    assertThat(client.get("/v2/a/manifests/v1").status()).isEqualTo(404);
    assertThat(client.get("/v2/a/manifests/" + digest(manifest)).status()).isEqualTo(200);
  }

  @Test
  void delete_digest_takesItsTagsAlong() throws IOException {
    pushChildren();
    put("v1", manifest);
    String path = "/v2/a/manifests/" + digest(manifest);
    assertThat(client.send("DELETE", path, NOTHING).status()).isEqualTo(202);
    assertThat(client.get("/v2/a/tags/list").text()).isEqualTo("{\"name\":\"a\",\"tags\":[]}");
  }

  @Test
  void get_tags_comeInPages() throws IOException {
    pushChildren();
    for (String tag : List.of("c", "a", "b", "B")) {
      put(tag, manifest);
    }
    Answer first = client.get("/v2/a/tags/list");
    assertThat(first.text()).contains("[\"B\",\"a\"]");
    assertThat(first.header("Link")).isEqualTo("</v2/a/tags/list?last=a>; rel=\"next\"");
    Answer second = client.get("/v2/a/tags/list?last=a");
    assertThat(second.text()).contains("[\"b\",\"c\"]");
    assertThat(second.header("Link")).isEmpty();
    assertThat(client.get("/v2/a/tags/list?n=1&last=b").text()).contains("[\"c\"]");
    assertThat(client.get("/v2/a/tags/list?n=0").text()).contains("[]");
  }

  @Test
  void get_tagsOfAbsentRepository_isUnknown() throws IOException {
    assertThat(client.get("/v2/nobody/tags/list").text()).contains("NAME_UNKNOWN");
  }

  @Test
  void get_catalog_listsRepositories() throws IOException {
    client.push("x/y", NOTHING);
    client.push("a", NOTHING);
    assertThat(client.get("/v2/_catalog").text()).contains("[\"a\",\"x/y\"]");
  }

  @Test
  void put_withSubject_isListedAsReferrer() throws IOException {
    pushChildren();
    Descriptor subject = manifest.descriptor();
    for (String type : List.of("application/vnd.a", "application/vnd.b", "application/vnd.c")) {
      ImageManifest referrer = TestContent.artifact(type, List.of(layer)).withSubject(subject);
      Answer created = put(digest(referrer), referrer);
      assertThat(created.header("OCI-Subject")).isEqualTo(subject.digest().toString());
    }
    String path = "/v2/a/referrers/" + subject.digest();
    Answer first = client.get(path);
    assertThat(referrers(first)).hasSize(2);
    String next = first.header("Link").replaceFirst("<(.*)>; rel=\"next\"", "$1");
    assertThat(referrers(client.get(next))).hasSize(1);
    Answer filtered = client.get(path + "?artifactType=application/vnd.b");
    assertThat(filtered.header("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(referrers(filtered))
        .extracting(Descriptor::artifactType)
        .containsExactly(new MediaType("application/vnd.b"));
  }

  @Test
  void get_referrersOfAbsentSubject_isEmpty() throws IOException {
    Answer answer = client.get("/v2/a/referrers/" + digest(manifest));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(referrers(answer)).isEmpty();
  }

  private static List<Descriptor> referrers(Answer answer) {
    assertThat(answer.header("Content-Type")).isEqualTo(MediaType.IMAGE_INDEX.value());
    return ((ImageIndex) Manifest.parse(MediaType.IMAGE_INDEX, answer.body())).manifests();
  }
}
