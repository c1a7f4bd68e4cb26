package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.testkit.RawClient.Answer;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadEndpointTest {

  private static final String UPLOADS = "/v2/a/blobs/uploads/";
  private static final byte[] NOTHING = {};

  private final TestRegistry registry = TestRegistry.builder().chunkMinLength(77).start();
  private final RawClient client = new RawClient(registry);
  private final byte[] content = TestContent.bytes(1, 1000);
  private final Digest digest = Digest.sha256(content);

  @AfterEach
  void closeRegistry() {
    registry.close();
  }

  private String begin() throws IOException {
    return client.send("POST", UPLOADS, NOTHING).header("Location");
  }

  private byte[] stored() throws IOException {
    return client.get("/v2/a/blobs/" + digest).body();
  }

  private boolean isStored() throws IOException {
    return client.get("/v2/a/blobs/" + digest).status() == 200;
  }

  @Test
  void post_begins() throws IOException {
    Answer answer = client.send("POST", UPLOADS, NOTHING);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).startsWith(UPLOADS);
    assertThat(answer.header("OCI-Chunk-Min-Length")).isEqualTo("77");
  }

  @Test
  void post_withDigest_storesAtOnce() throws IOException {
    Answer answer = client.send("POST", UPLOADS + "?digest=" + digest, content);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v2/a/blobs/" + digest);
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void put_wholeBlob_stores() throws IOException {
    Answer answer = client.send("PUT", begin() + "&digest=" + digest, content);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void put_otherBytes_isRefusedAndEndsTheUpload() throws IOException {
    String location = begin();
    Answer answer = client.send("PUT", location + "&digest=" + digest, new byte[1000]);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("DIGEST_INVALID");
    assertThat(isStored()).isFalse();
    assertThat(client.get(location).status()).isEqualTo(404);
  }

  @Test
  void put_withoutDigest_isRefused() throws IOException {
    assertThat(client.send("PUT", begin(), content).text()).contains("DIGEST_INVALID");
  }

  @Test
  void patch_chunks_areJoined() throws IOException {
    Answer first =
        client.send("PATCH", begin(), Arrays.copyOf(content, 400), "Content-Range: 0-399");
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Range")).isEqualTo("0-399");
    byte[] middle = Arrays.copyOfRange(content, 400, 700);
    Answer second = client.send("PATCH", first.header("Location"), middle); // no Content-Range
    assertThat(second.header("Range")).isEqualTo("0-699");
    byte[] last = Arrays.copyOfRange(content, 700, 1000);
    String end = second.header("Location") + "&digest=" + digest;
    assertThat(client.send("PUT", end, last, "Content-Range: 700-999").status()).isEqualTo(201);
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void patch_outOfOrder_isRefusedAndTellsWhereToGoOn() throws IOException {
    Answer first = client.send("PATCH", begin(), Arrays.copyOf(content, 400));
    byte[] chunk = Arrays.copyOfRange(content, 500, 700);
    Answer answer = client.send("PATCH", first.header("Location"), chunk, "Content-Range: 500-699");
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Range")).isEqualTo("0-399");
    assertThat(answer.header("Location")).isNotEmpty();
  }

  @Test
  void patch_staleLocation_isUnknown() throws IOException {
    String stale = begin();
    client.send("PATCH", stale, Arrays.copyOf(content, 400));
    byte[] chunk = Arrays.copyOfRange(content, 400, 700);
    assertThat(client.send("PATCH", stale, chunk).status()).isEqualTo(404);
  }

  @Test
  void get_upload_tellsProgress() throws IOException {
    String location = begin();
    client.send("PATCH", location, Arrays.copyOf(content, 400));
    Answer answer = client.get(location);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Range")).isEqualTo("0-399");
    String end = answer.header("Location") + "&digest=" + digest;
    assertThat(client.send("PUT", end, Arrays.copyOfRange(content, 400, 1000)).status())
        .isEqualTo(201);
  }

  @Test
  void delete_upload_endsIt() throws IOException {
    String location = begin();
    assertThat(client.send("DELETE", location, NOTHING).status()).isEqualTo(204);
    assertThat(client.get(location).status()).isEqualTo(404);
  }

  @Test
  void post_mount_takesOver() throws IOException {
    client.push("from", content);
    Answer answer = client.send("POST", UPLOADS + "?mount=" + digest + "&from=from", NOTHING);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void post_mountOfAbsent_beginsAnUpload() throws IOException {
    Answer answer = client.send("POST", UPLOADS + "?mount=" + digest + "&from=from", NOTHING);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(client.send("PUT", answer.header("Location") + "&digest=" + digest, content))
        .extracting(Answer::status)
        .isEqualTo(201);
  }

  @Test
  void post_mountWithoutSource_beginsAnUpload() throws IOException {
    client.push("from", content);
    assertThat(client.send("POST", UPLOADS + "?mount=" + digest, NOTHING).status()).isEqualTo(202);
  }

  @Test
  void automaticMount_withoutSource_takesOverFromAnywhere() throws IOException {
    try (TestRegistry automatic = TestRegistry.builder().automaticMount().start()) {
      RawClient other = new RawClient(automatic);
      String mount = UPLOADS + "?mount=" + digest;
      assertThat(other.send("POST", mount, NOTHING).status()).isEqualTo(202);
      other.push("from", content);
      assertThat(other.send("POST", mount, NOTHING).status()).isEqualTo(201);
      assertThat(other.get("/v2/a/blobs/" + digest).body()).isEqualTo(content);
    }
  }

  @Test
  void put_sha512() throws IOException {
    var blob = TestContent.sha512Blob(1, 1000);
    Digest sha512 = blob.descriptor().digest();
    assertThat(client.send("PUT", begin() + "&digest=" + sha512, content).status()).isEqualTo(201);
    assertThat(client.get("/v2/a/blobs/" + sha512).body()).isEqualTo(content);
  }
}
