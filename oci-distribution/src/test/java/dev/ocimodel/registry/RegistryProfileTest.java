package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.error;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobTooLargeException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries as they are: a double of each behaves as the field knows it. */
class RegistryProfileTest {

  private static final int MIB = 1024 * 1024;
  private static final byte[] CONTENT = new byte[3 * MIB];
  private static final Blob BLOB = Blob.of(MediaType.OCTET_STREAM, CONTENT);

  private final ScriptedServer server = new ScriptedServer();
  private final ByteArrayOutputStream session = new ByteArrayOutputStream();
  private final AtomicReference<byte[]> stored = new AtomicReference<>();
  private final AtomicInteger count = new AtomicInteger();

  @AfterEach
  void close() {
    server.close();
  }

  private static RegistryProfile profileOf(String host) {
    return Objects.requireNonNull(KnownRegistries.byHost(host), host);
  }

  private void push(RegistryProfile profile) throws IOException {
    try (RegistryClient client =
        ScriptedServer.impatient().uploadChunkSize(MIB).profile(server.host(), profile).build()) {
      client.repository(server.host() + "/m").push(BLOB);
    }
  }

  private List<String> verbs() {
    return server.requests().stream().map(r -> String.valueOf(r.getMethod())).toList();
  }

  private static byte[] body(RecordedRequest request) {
    return Objects.requireNonNull(request.getBody()).toByteArray();
  }

  /** What they all do. */
  private MockResponse.Builder registry(RecordedRequest request) {
    return switch (request.getMethod()) {
      case "HEAD" -> status(stored.get() == null ? 404 : 200);
      case "POST" -> {
        session.reset();
        yield accepted();
      }
      case "PATCH" -> {
        session.writeBytes(body(request));
        yield accepted();
      }
      case "PUT" -> {
        session.writeBytes(body(request));
        stored.set(session.toByteArray());
        yield status(201);
      }
      case "GET" ->
          session.size() == 0
              ? error(404, "BLOB_UPLOAD_UNKNOWN", "")
              : accepted().code(204).setHeader("Range", "0-" + (session.size() - 1));
      default -> status(204);
    };
  }

  private static MockResponse.Builder accepted() {
    return status(202).setHeader("Location", "/v2/m/blobs/uploads/1?state=x");
  }

  /** The first PUT breaks, as every network does sometimes. */
  private MockResponse.Builder breakingOnce(RecordedRequest request) {
    MockResponse.Builder answer = registry(request);
    if (request.getMethod().equals("PUT") && count.incrementAndGet() == 1) {
      stored.set(null);
      return answer.onResponseStart(new SocketEffect.CloseSocket());
    }
    return answer;
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, Docker Hub, WHOLE_THEN_CHUNKS, 0",
    "team.azurecr.io, Azure Container Registry, WHOLE_THEN_CHUNKS, 214748364800",
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com, Amazon ECR, WHOLE, 54525952000",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, Amazon ECR, WHOLE, 54525952000",
    "123456789012.dkr-ecr.eu-central-1.on.aws, Amazon ECR, WHOLE, 54525952000",
    "public.ecr.aws, Amazon ECR, WHOLE, 10485760000",
    "ghcr.io, GitHub Container Registry, WHOLE, 10000000000",
    "europe-docker.pkg.dev, Google Artifact Registry, WHOLE, 0",
    "eu.gcr.io, Google Artifact Registry, WHOLE, 0",
    "quay.io, Quay, WHOLE, 21474836480",
    "registry.gitlab.com, GitLab, WHOLE_THEN_CHUNKS, 0"
  })
  void byHost_hostedRegistry_isKnown(String host, String name, UploadForm form, long limit) {
    RegistryProfile profile = profileOf(host);
    assertThat(profile.name()).isEqualTo(name);
    assertThat(profile.uploads()).isEqualTo(form);
    assertThat(profile.maxBlobSize().orElse(0)).isEqualTo(limit);
  }

  @ParameterizedTest
  @CsvSource({"registry.example", "ghcr.io.evil.example", "notquay.io", "localhost:5000"})
  void byHost_anyOther_isNotKnown(String host) {
    assertThat(KnownRegistries.byHost(host)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Gitlab-Container-Registry-Version | 4.5.0-gitlab | GitLab",
        "X-JFrog-Version | Artifactory/7.90.1 79001900 | Artifactory",
        "Server | Nexus/3.70.1-02 (OSS) | Nexus",
        "WWW-Authenticate | Bearer"
            + " realm=\"https://h.example/service/token\",service=\"harbor-registry\" | Harbor",
        "WWW-Authenticate | Bearer realm=\"https://q.example/v2/auth\",service=\"q.example\" | Quay"
      })
  void push_answerThatGivesTheProductAway_isRecognized(String header, String value, String name)
      throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("POST")
                ? error(404, "NAME_UNKNOWN", "").setHeader(header, value)
                : status(404).setHeader(header, value));
    try (RegistryClient client = ScriptedServer.impatient().build()) {
      Repository repository = client.repository(server.host() + "/m");
      assertThatThrownBy(() -> repository.push(BLOB)).isInstanceOf(RegistryException.class);
      assertThat(repository.profile().name()).isEqualTo(name);
    }
  }

  /** A Quay of one's own may have been told to take more than the hosted one. */
  @Test
  void push_quayUnderAnotherName_limitIsNotAssumed() {
    server.answering(
        request ->
            status(404)
                .setHeader("WWW-Authenticate", "Bearer realm=\"https://q.example/v2/auth\""));
    try (RegistryClient client = ScriptedServer.impatient().build()) {
      Repository repository = client.repository(server.host() + "/m");
      assertThat(repository.contains(BLOB.descriptor())).isFalse();
      assertThat(repository.profile().name()).isEqualTo("Quay");
      assertThat(repository.maxBlobSize()).isEmpty();
    }
  }

  @Test
  void push_overTheLimit_refusedBeforeAByteMoves() {
    server.answering(this::registry);
    Descriptor huge =
        Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(new byte[1]), 10_000_000_001L);
    try (RegistryClient client =
        ScriptedServer.impatient().profile(server.host(), profileOf("ghcr.io")).build()) {
      Repository repository = client.repository(server.host() + "/m");
      assertThat(repository.maxBlobSize()).hasValue(10_000_000_000L);
      assertThatThrownBy(
              () ->
                  repository.push(
                      Blob.of(huge, java.nio.file.Path.of("nobody", "looks", "for", "it"))))
          .isInstanceOfSatisfying(
              BlobTooLargeException.class, e -> assertThat(e.limit()).isEqualTo(10_000_000_000L));
    }
    assertThat(verbs()).containsOnly("HEAD");
  }

  /** A chunk over 4 MiB is answered with 416 there, so nothing but a PUT will do. */
  @Test
  void push_gitHub_neverInChunks() throws IOException {
    server.answering(
        request -> request.getMethod().equals("PATCH") ? status(416) : breakingOnce(request));
    push(profileOf("ghcr.io").withoutResume());
    assertThat(verbs()).doesNotContain("PATCH");
    assertThat(stored.get()).isEqualTo(CONTENT);
  }

  /** Chunks are kept and answered with a Range that stands still; a status query finds nothing. */
  @Test
  void push_amazon_brokenUploadIsBegunAgainInOnePut() throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("GET")
                ? error(404, "BLOB_UPLOAD_UNKNOWN", "")
                : breakingOnce(request));
    push(profileOf("public.ecr.aws"));
    assertThat(verbs()).doesNotContain("PATCH", "GET");
    assertThat(stored.get()).isEqualTo(CONTENT);
  }

  @Test
  void push_amazonRangeThatStandsStill_isNotBelieved() throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("PATCH")
                ? registry(request).code(201).setHeader("Range", "0-1048575")
                : registry(request));
    push(profileOf("public.ecr.aws").withUploads(UploadForm.CHUNKS));
    assertThat(stored.get()).isEqualTo(CONTENT);
    assertThat(verbs()).filteredOn("PATCH"::equals).hasSize(3);
  }

  @Test
  void push_amazonWithoutTheRepository_saysWhatToDo() {
    server.answering(
        request ->
            request.getMethod().equals("POST")
                ? error(404, "NAME_UNKNOWN", "The repository does not exist")
                : registry(request));
    assertThatThrownBy(() -> push(profileOf("public.ecr.aws")))
        .hasMessageContaining("create it first");
  }

  /** A chunk that comes twice ends the session: it is begun again at once. */
  @Test
  void push_azure_brokenSessionIsNotTouched() throws IOException {
    server.answering(this::breakingOnce);
    push(profileOf("team.azurecr.io"));
    assertThat(verbs()).doesNotContain("PATCH", "GET");
    assertThat(stored.get()).isEqualTo(CONTENT);
  }

  /** A mount without a source is an error there, so none is tried. */
  @Test
  void push_quay_asksForNoMountDiscovery() throws IOException {
    server.answering(
        request ->
            String.valueOf(request.getTarget()).contains("mount=")
                ? status(400)
                : registry(request));
    push(profileOf("quay.io"));
    assertThat(server.requestLines()).noneMatch(line -> line.contains("mount="));
    assertThat(stored.get()).isEqualTo(CONTENT);
  }

  @Test
  void push_zot_blobOfAnotherRepositoryIsFound() throws IOException {
    server.answering(
        request ->
            String.valueOf(request.getTarget()).contains("mount=")
                ? status(201)
                : registry(request));
    push(RegistryProfile.standard().withMountDiscovery());
    assertThat(verbs()).containsExactly("HEAD", "POST");
  }

  @Test
  void push_mountDiscoveryThatIsRefused_pushed() throws IOException {
    server.answering(
        request ->
            String.valueOf(request.getTarget()).contains("mount=")
                ? status(400)
                : registry(request));
    push(RegistryProfile.standard().withMountDiscovery());
    assertThat(stored.get()).isEqualTo(CONTENT);
  }

  /** After an I/O error the session is gone. */
  @Test
  void push_zotThatForgotTheSession_begunAgain() throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("GET")
                ? error(404, "BLOB_UPLOAD_UNKNOWN", "")
                : breakingOnce(request));
    push(RegistryProfile.standard().withName("zot"));
    assertThat(verbs()).filteredOn("POST"::equals).hasSize(2);
    assertThat(stored.get()).isEqualTo(CONTENT);
  }

  /** Where a PUT with a body is not supported, a PATCH comes before it. */
  @Test
  void push_artifactoryThatWantsPatch_patched() throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("PUT") && body(request).length > 0
                ? error(405, "UNSUPPORTED", "PUT takes no body")
                : registry(request));
    push(RegistryProfile.standard().withName("Artifactory"));
    assertThat(stored.get()).isEqualTo(CONTENT);
    assertThat(verbs()).contains("PATCH");
  }

  /** Distribution 2.8 keeps no broken session, 3 does: both as found on the real ones. */
  @ParameterizedTest
  @CsvSource({"false, 2", "true, 1"})
  void push_distribution_goesOnWhereThatCanBeDone(boolean keeps, int sessions) throws IOException {
    server.answering(
        request ->
            request.getMethod().equals("GET") && !keeps
                ? error(404, "BLOB_UPLOAD_INVALID", "blob upload invalid")
                : breakingOnce(request));
    push(RegistryProfile.standard());
    assertThat(verbs()).filteredOn("POST"::equals).hasSize(sessions);
    assertThat(stored.get()).isEqualTo(CONTENT);
  }

  /** The count of pulls is limited; HEAD does not count. */
  @Test
  void resolve_dockerHub_byHead() {
    byte[] manifest = "{\"schemaVersion\":2}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            MediaType.IMAGE_MANIFEST.value(),
            "Docker-Content-Digest",
            Digest.sha256(manifest).toString(),
            "Content-Length",
            "" + manifest.length,
            "ratelimit-remaining",
            "0;w=21600");
    server.answering(
        request -> {
          MockResponse.Builder answer = status(request.getMethod().equals("HEAD") ? 200 : 429);
          headers.forEach(answer::setHeader);
          return answer;
        });
    try (RegistryClient client =
        ScriptedServer.impatient().profile(server.host(), profileOf("docker.io")).build()) {
      Descriptor resolved = client.repository(server.host() + "/library/m").resolve("latest");
      assertThat(resolved.digest()).isEqualTo(Digest.sha256(manifest));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 501})
  void resolve_headRefused_askedByGet(int refusal) {
    byte[] manifest =
        "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    server.answering(
        request ->
            request.getMethod().equals("HEAD")
                ? status(refusal)
                : ScriptedServer.body(200, manifest)
                    .setHeader("Content-Type", MediaType.IMAGE_INDEX.value()));
    try (RegistryClient client = ScriptedServer.impatient().maxConnections(1).build()) {
      assertThat(client.repository(server.host() + "/m").resolve("v1").digest())
          .isEqualTo(Digest.sha256(manifest));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 501})
  void contains_headRefused_askedByGet(int refusal) {
    server.answering(
        request ->
            request.getMethod().equals("HEAD")
                ? status(refusal)
                : status(206).setHeader("Content-Range", "bytes 0-0/3").body("x"));
    try (RegistryClient client = ScriptedServer.impatient().maxConnections(1).build()) {
      assertThat(client.repository(server.host() + "/m").contains(BLOB.descriptor())).isTrue();
      server.answering(request -> status(request.getMethod().equals("HEAD") ? refusal : 404));
      assertThat(client.repository(server.host() + "/m").contains(BLOB.descriptor())).isFalse();
    }
  }
}
