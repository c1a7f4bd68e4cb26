package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.testkit.RawClient.Answer;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlobEndpointTest {

  private final TestRegistry registry = TestRegistry.start();
  private final RawClient client = new RawClient(registry);
  private final byte[] content = TestContent.bytes(1, 10_000);

  @AfterEach
  void closeRegistry() {
    registry.close();
  }

  private String pushed() throws IOException {
    return "/v2/a/b/blobs/" + client.push("a/b", content);
  }

  @Test
  void get_blob() throws IOException {
    Answer answer = client.get(pushed());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(Digest.sha256(content).toString());
  }

  @Test
  void head_blob_tellsLength() throws IOException {
    Answer answer = client.send("HEAD", pushed(), new byte[0]);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("10000");
  }

  @Test
  void get_range_givesThatPart() throws IOException {
    Answer answer = client.get(pushed(), "Range: bytes=10-19");
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes 10-19/10000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, 10, 20));
  }

  @Test
  void get_openRange_givesTheRest() throws IOException {
    Answer answer = client.get(pushed(), "Range: bytes=9990-");
    assertThat(answer.header("Content-Range")).isEqualTo("bytes 9990-9999/10000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, 9990, 10_000));
  }

  @Test
  void get_suffixRange_givesTheEnd() throws IOException {
    Answer answer = client.get(pushed(), "Range: bytes=-3");
    assertThat(answer.header("Content-Range")).isEqualTo("bytes 9997-9999/10000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, 9997, 10_000));
  }

  @Test
  void get_rangeBehindTheEnd_isUnsatisfiable() throws IOException {
    Answer answer = client.get(pushed(), "Range: bytes=10000-");
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */10000");
  }

  @Test
  void get_rangeBackwards_isUnsatisfiable() throws IOException {
    Answer answer = client.get(pushed(), "Range: bytes=20-10");
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */10000");
  }

  @Test
  void get_severalRanges_givesTheWhole() throws IOException {
    assertThat(client.get(pushed(), "Range: bytes=0-1,5-6").status()).isEqualTo(200);
  }

  @Test
  void get_ifRangeOfOtherContent_givesTheWhole() throws IOException {
    Answer answer = client.get(pushed(), "Range: bytes=0-1", "If-Range: \"other\"");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void get_otherRepository_isUnknown() throws IOException {
    pushed();
    Answer answer = client.get("/v2/other/blobs/" + Digest.sha256(content));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("\"BLOB_UNKNOWN\"");
  }

  @Test
  void get_digestThatIsNone_isRefused() throws IOException {
    for (String bad : new String[] {"sha256:..", "sha256:abc", "md5:00", "x", "sha256%3A..%2Fx"}) {
      Answer answer = client.get("/v2/a/b/blobs/" + bad);
      assertThat(answer.status()).as(bad).isBetween(400, 404);
    }
  }

  @Test
  void get_nameThatIsNone_isRefused() throws IOException {
    String digest = Digest.sha256(content).toString();
    for (String bad : new String[] {"A", "a//b", "..", "a/../b", "%2e%2e/etc", "_blobs", "a/-b"}) {
      Answer answer = client.get("/v2/" + bad + "/blobs/" + digest);
      assertThat(answer.status()).as(bad).isEqualTo(400);
      assertThat(answer.text()).as(bad).contains("NAME_INVALID");
    }
  }

  @Test
  void delete_blob_isGone() throws IOException {
    String path = pushed();
    assertThat(client.send("DELETE", path, new byte[0]).status()).isEqualTo(202);
    assertThat(client.get(path).status()).isEqualTo(404);
    assertThat(client.send("DELETE", path, new byte[0]).status()).isEqualTo(404);
  }

  @Test
  void post_blob_isUnsupported() throws IOException {
    assertThat(client.send("POST", pushed(), new byte[0]).status()).isEqualTo(405);
  }
}
