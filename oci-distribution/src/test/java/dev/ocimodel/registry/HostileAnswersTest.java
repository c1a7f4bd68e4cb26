package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.OciException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that says anything at all: typed errors, bounded memory, nothing sent astray. */
@Timeout(60)
class HostileAnswersTest {

  private static final String INDEX_TYPE = MediaType.IMAGE_INDEX.value();

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client = ScriptedServer.impatient().build();
  private final Repository repository = client.repository(server.host() + "/models/m");
  private final AtomicInteger answers = new AtomicInteger();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:CANARY@127.0.0.1:1/upload",
        "ftp://127.0.0.1/upload",
        "http://127.0.0.1:99999/upload?sig=CANARY",
        "http:///upload?sig=CANARY",
        "http://[::1/upload?sig=CANARY",
        "mailto:CANARY",
        "/upload?sig=CANARY|{}",
        "http://CANARY_host/upload"
      })
  void push_hostileLocation_refusedAtOnceAndNotShown(String location) {
    server.answering(
        request ->
            request.getMethod().equals("POST")
                ? status(202).setHeader("Location", location)
                : status(404));
    Blob blob = Blob.of(MediaType.OCTET_STREAM, new byte[] {1});
    assertThatThrownBy(() -> repository.push(blob))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageNotContaining("CANARY")
        .hasStackTraceContaining("InvalidContentException")
        .extracting(SecretsInTracesTest::trace)
        .asString()
        .doesNotContain("CANARY");
    assertThat(server.requestLines()).filteredOn(line -> line.startsWith("POST")).hasSize(1);
  }

  @Test
  void push_locationWithFragment_fragmentIsDropped() throws IOException {
    server.answering(
        request ->
            switch (request.getMethod()) {
              case "POST" -> status(202).setHeader("Location", "/up?a=b#frag");
              case "PUT" -> status(201);
              default -> status(404);
            });
    repository.push(Blob.of(MediaType.OCTET_STREAM, new byte[] {1}));
    assertThat(server.requestLines())
        .filteredOn(line -> line.startsWith("PUT"))
        .singleElement()
        .asString()
        .startsWith("PUT /up?a=b&digest=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "sha256:../../x", "sha256:zz", ""})
  void resolve_garbageDigestHeader_contentIsHashedInstead(String header) {
    byte[] index = ImageIndex.create(List.of()).toByteArray();
    server.answering(
        request ->
            body(200, index)
                .setHeader("Content-Type", INDEX_TYPE)
                .setHeader("Docker-Content-Digest", header));
    assertThat(repository.resolve("v1").digest()).isEqualTo(Digest.sha256(index));
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "text/html; charset=utf-8", "a/b/c", ";;;"})
  void resolve_garbageContentType_invalid(String contentType) {
    server.answering(
        request ->
            body(200, "{}".getBytes(StandardCharsets.UTF_8))
                .setHeader("Content-Type", contentType)
                .setHeader("Docker-Content-Digest", "sha256:" + "a".repeat(64)));
    assertThatThrownBy(() -> repository.resolve("v1")).isInstanceOf(InvalidContentException.class);
  }

  @Test
  void read_headSaysOneDigestAndGetAnother_mismatch() {
    byte[] index = ImageIndex.create(List.of()).toByteArray();
    server.answering(
        request ->
            body(200, index)
                .setHeader("Content-Type", INDEX_TYPE)
                .setHeader("Docker-Content-Digest", "sha256:" + "a".repeat(64)));
    Descriptor resolved = repository.resolve("v1");
    assertThatThrownBy(() -> repository.blob(resolved).read(repository.limits()))
        .isInstanceOf(ContentMismatchException.class);
  }

  @Test
  void read_manifestOfFiveMebibytes_limitIsNamed() {
    server.answering(
        request ->
            body(200, request.getMethod().equals("HEAD") ? new byte[0] : new byte[5 << 20])
                .setHeader("Content-Type", INDEX_TYPE));
    assertThatThrownBy(() -> repository.resolve("v1"))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxManifestSize");
  }

  @Test
  void read_gzippedBlob_mismatchNotDecoded() {
    byte[] content = new byte[100];
    server.answering(
        request -> body(200, new byte[] {31, -117, 8}).setHeader("Content-Encoding", "gzip"));
    Blob blob = repository.blob(Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(content), 100));
    assertThatThrownBy(() -> blob.read(repository.limits()))
        .isInstanceOf(ContentMismatchException.class);
  }

  @Test
  void tags_emptyPagesForEver_givenUp() {
    server.answering(
        request ->
            status(200)
                .setHeader(
                    "Link",
                    "</v2/models/m/tags/list?p=" + answers.incrementAndGet() + ">; rel=next")
                .body("{\"tags\":[]}"));
    assertThatThrownBy(() -> repository.tags().toList())
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void tags_pagesForEver_areReadOnlyAsFarAsWanted() {
    server.answering(
        request ->
            status(200)
                .setHeader(
                    "Link",
                    "</v2/models/m/tags/list?p=" + answers.incrementAndGet() + ">; rel=next")
                .body("{\"tags\":[\"t" + answers.get() + "\"]}"));
    assertThat(repository.tags().limit(200)).hasSize(200);
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(201);
  }

  @Test
  void tags_pagesInACircleOfThree_found() {
    server.answering(
        request ->
            status(200)
                .setHeader(
                    "Link",
                    "</v2/models/m/tags/list?p=" + answers.incrementAndGet() % 3 + ">; rel=next")
                .body("{\"tags\":[\"t\"]}"));
    assertThatThrownBy(() -> repository.tags().toList())
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("circle");
  }

  @Test
  void referrers_endlessPages_boundedInTotal() {
    String entry =
        "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":5,\"digest\":\"sha256:"
            + "a".repeat(64)
            + "\",\"annotations\":{\"x\":\""
            + "y".repeat(3 << 20)
            + "\"}}";
    server.answering(
        request ->
            status(200)
                .setHeader("Content-Type", INDEX_TYPE)
                .setHeader(
                    "Link",
                    "</v2/models/m/referrers/x?p=" + answers.incrementAndGet() + ">; rel=next")
                .body(
                    "{\"schemaVersion\":2,\"mediaType\":\""
                        + INDEX_TYPE
                        + "\",\"manifests\":["
                        + entry
                        + "]}"));
    assertThatThrownBy(() -> repository.referrers(Digest.sha256(new byte[0]), null))
        .isInstanceOf(InvalidContentException.class);
    assertThat(server.requests()).hasSizeLessThan(50);
  }

  @Test
  void referrers_redirectedToAWebPage_listedByTagInstead() {
    try (ScriptedServer page = new ScriptedServer()) {
      page.answering(request -> status(200).setHeader("Content-Type", "text/html").body("<html>"));
      server.answering(
          request ->
              String.valueOf(request.getTarget()).contains("/referrers/")
                  ? status(303).setHeader("Location", page.uri("/login"))
                  : status(404));
      assertThat(repository.referrers(Digest.sha256(new byte[0]), null)).isEmpty();
    }
  }

  @Test
  void ping_floodOfHeaders_endedEarlyAndOnce() {
    try (RawServer raw =
        new RawServer(
            (number, in, socket) -> {
              RawServer.head(in);
              RawServer.say(socket, "HTTP/1.1 200 OK\r\n");
              while (true) {
                RawServer.say(socket, ("X-Flood: " + "y".repeat(1000) + "\r\n").repeat(1000));
              }
            })) {
      assertThatThrownBy(() -> client.ping(raw.host())).isInstanceOf(IOException.class);
      assertThat(raw.connections()).isEqualTo(1);
    }
  }

  @Test
  void ping_endlessHeaderLine_endedEarlyAndOnce() {
    try (RawServer raw =
        new RawServer(
            (number, in, socket) -> {
              RawServer.head(in);
              RawServer.say(socket, "HTTP/1.1 200 OK\r\nX-Flood: ");
              while (true) {
                RawServer.say(socket, "y".repeat(1 << 20));
              }
            })) {
      assertThatThrownBy(() -> client.ping(raw.host())).isInstanceOf(IOException.class);
      assertThat(raw.connections()).isEqualTo(1);
    }
  }

  @Test
  void ping_endlessErrorBody_cutOff() {
    try (RawServer raw =
        new RawServer(
            (number, in, socket) -> {
              RawServer.head(in);
              RawServer.say(socket, "HTTP/1.1 400 Bad\r\nContent-Length: 9000000000\r\n\r\n");
              while (true) {
                RawServer.say(socket, "y".repeat(1 << 20));
              }
            })) {
      assertThatThrownBy(() -> client.ping(raw.host()))
          .isInstanceOf(OciException.class)
          .hasMessageContaining("400");
    }
  }
}
