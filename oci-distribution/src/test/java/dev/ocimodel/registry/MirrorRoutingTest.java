package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.hosts.RegistryHost;
import dev.ocimodel.registry.hosts.RegistryHost.Capability;
import dev.ocimodel.registry.hosts.RegistryHosts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which host is asked for what, and what it is told. */
class MirrorRoutingTest {

  private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);
  private static final ImageManifest MANIFEST =
      ImageManifest.create(Descriptor.EMPTY_JSON, List.of(BLOB))
          .withArtifactType(new MediaType("application/vnd.example.model"));
  private static final ImageManifest OLDER =
      ImageManifest.create(Descriptor.EMPTY_JSON, List.of())
          .withArtifactType(new MediaType("application/vnd.example.older"));

  private final MirrorServer first = new MirrorServer();
  private final MirrorServer second = new MirrorServer();
  private final MirrorServer origin =
      new MirrorServer().with(BLOB, CONTENT).withTag("v1", MANIFEST);
  private final List<RegistryClient> clients = new ArrayList<>();

  @TempDir Path directory;

  @AfterEach
  void close() {
    clients.forEach(RegistryClient::close);
    first.close();
    second.close();
    origin.close();
  }

  private Repository repository(RegistryClient.Builder builder) {
    RegistryClient client = builder.build();
    clients.add(client);
    return client.repository(origin.host() + "/models/m");
  }

  private RegistryClient.Builder with(RegistryHost... mirrors) {
    return ScriptedServer.impatient().hosts(origin.host(), RegistryHosts.of(List.of(mirrors)));
  }

  private static byte[] readAll(Blob blob) throws IOException {
    try (InputStream in = blob.open()) {
      return in.readAllBytes();
    }
  }

  private String ns() {
    return "?ns=" + origin.host().replace(":", "%3A");
  }

  @Test
  void open_twoMirrors_askedInTheirOrderAndTheOriginLast() throws IOException {
    Repository repository =
        repository(with(RegistryHost.of(first.url()), RegistryHost.of(second.url())));
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
    String path = "GET /v2/models/m/blobs/" + BLOB.digest();
    assertThat(first.requestLines()).containsExactly(path + ns());
    assertThat(second.requestLines()).containsExactly(path + ns());
    assertThat(origin.requestLines()).containsExactly(path);
  }

  @Test
  void open_firstMirrorHasIt_nobodyElseIsAsked() throws IOException {
    first.with(BLOB, CONTENT);
    Repository repository =
        repository(with(RegistryHost.of(first.url()), RegistryHost.of(second.url())));
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
    assertThat(second.requests()).isEmpty();
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void open_overridePath_noV2IsAdded() throws IOException {
    first.with(BLOB, CONTENT);
    Repository repository =
        repository(with(RegistryHost.of(first.url() + "/api/cache").withOverridePath()));
    readAll(repository.blob(BLOB));
    assertThat(first.requestLines())
        .containsExactly("GET /api/cache/models/m/blobs/" + BLOB.digest() + ns());
  }

  @Test
  void open_pathInUrl_v2IsBelowIt() throws IOException {
    first.with(BLOB, CONTENT);
    Repository repository = repository(with(RegistryHost.of(first.url() + "/team/")));
    readAll(repository.blob(BLOB));
    assertThat(first.requestLines())
        .containsExactly("GET /team/v2/models/m/blobs/" + BLOB.digest() + ns());
  }

  @Test
  void resolve_mirrorMayOnlyPull_onlyDigestsAreAskedThere() throws IOException {
    first.with(BLOB, CONTENT).withTag("v1", OLDER).withTag("v1", MANIFEST);
    Repository repository =
        repository(with(RegistryHost.of(first.url()).withCapabilities(Set.of(Capability.PULL))));
    Descriptor resolved = repository.resolve("v1");
    assertThat(first.requests()).isEmpty();
    assertThat(repository.resolve(resolved.digest().toString())).isEqualTo(resolved);
    assertThat(repository.manifest(resolved)).isEqualTo(MANIFEST);
    assertThat(origin.requestLines()).containsExactly("HEAD /v2/models/m/manifests/v1");
    assertThat(first.requests()).hasSize(2);
  }

  @Test
  void resolve_staleMirror_itsAnswerCountsUnlessTagsAreTheOrigins() {
    first.withTag("v1", OLDER);
    RegistryHost mirror = RegistryHost.of(first.url());
    assertThat(repository(with(mirror)).resolve("v1").digest())
        .isEqualTo(OLDER.descriptor().digest());
    assertThat(repository(with(mirror).resolveTagsAtOrigin()).resolve("v1").digest())
        .isEqualTo(MANIFEST.descriptor().digest());
  }

  @Test
  void resolve_mirrorKnowsNoSuchTag_originDoes() {
    assertThat(repository(with(RegistryHost.of(first.url()))).resolve("v1").digest())
        .isEqualTo(MANIFEST.descriptor().digest());
    assertThat(first.requests()).hasSize(1);
  }

  @Test
  void push_mirrorsMayNotPush_allOfItGoesToTheOrigin() throws IOException {
    origin.answeringFirst(
        request ->
            switch (request.getMethod()) {
              case "POST" -> status(202).setHeader("Location", "/v2/models/m/blobs/uploads/1");
              case "PUT" -> status(201);
              default -> null;
            });
    Repository repository =
        repository(
            with(
                RegistryHost.of(first.url())
                    .withCapabilities(Set.of(Capability.PULL, Capability.RESOLVE))));
    Blob other = Blob.of(MediaType.OCTET_STREAM, new byte[] {1, 2, 3});
    assertThat(repository.contains(other.descriptor())).isFalse();
    repository.push(other);
    repository.push(MANIFEST.toBlob());
    repository.tag(MANIFEST.descriptor(), "v2");
    assertThat(first.requests()).isEmpty();
    assertThat(origin.requestLines()).contains("PUT /v2/models/m/manifests/v2");
  }

  @Test
  void push_firstHostThatMayPush_getsItWithTheNamespace() throws IOException {
    second.answeringFirst(
        request ->
            switch (request.getMethod()) {
              case "POST" -> status(202).setHeader("Location", "/v2/models/m/blobs/uploads/1");
              case "PUT" -> status(201);
              default -> null;
            });
    Repository repository =
        repository(
            with(
                RegistryHost.of(first.url()).withCapabilities(Set.of(Capability.PULL)),
                RegistryHost.of(second.url()).withCapabilities(Set.of(Capability.PUSH))));
    repository.push(Blob.of(MediaType.OCTET_STREAM, new byte[] {1, 2, 3}));
    assertThat(second.requestLines()).contains("POST /v2/models/m/blobs/uploads/" + ns());
    assertThat(first.requests()).isEmpty();
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void push_nobodyMayBePushedTo_saysSo() {
    RegistryHost server =
        RegistryHost.of(origin.url()).withCapabilities(Set.of(Capability.PULL, Capability.RESOLVE));
    Repository repository =
        repository(
            ScriptedServer.impatient().hosts(RegistryHosts.of(List.of()).withServer(server)));
    assertThatThrownBy(() -> repository.push(Blob.of(MediaType.OCTET_STREAM, new byte[1])))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining(origin.host())
        .hasMessageContaining("push");
    assertThat(origin.requests()).isEmpty();
    assertThat(repository.resolve("v1").digest()).isEqualTo(MANIFEST.descriptor().digest());
  }

  @Test
  void open_serverGiven_theRegistryItselfIsNotAsked() throws IOException {
    first.with(BLOB, CONTENT);
    Repository repository =
        repository(
            ScriptedServer.impatient()
                .hosts(
                    origin.host(),
                    RegistryHosts.of(List.of()).withServer(RegistryHost.of(first.url()))));
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
    assertThat(first.requestLines()).hasSize(1).allMatch(line -> line.endsWith(ns()));
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void open_mirrorsHeaders_goToThatMirrorOnlyAndNotWhereItRedirects() throws IOException {
    MirrorServer storage = new MirrorServer().with(BLOB, CONTENT);
    try (storage) {
      first.answeringFirst(
          r -> status(307).setHeader("Location", storage.url() + r.getTarget() + "&signed=1"));
      second.answeringAlways(404);
      RegistryHost mirror =
          RegistryHost.of(first.url())
              .withHeader("X-Team", List.of("a", "b"))
              .withHeader("authorization", List.of("Bearer c4nary"));
      Repository repository = repository(with(RegistryHost.of(second.url()), mirror));
      assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
      assertThat(repository.resolve("v1")).isNotNull();
      assertThat(first.requests())
          .allMatch(r -> "a, b".equals(r.getHeaders().get("X-Team")))
          .allMatch(r -> "Bearer c4nary".equals(r.getHeaders().get("Authorization")));
      for (MirrorServer other : List.of(second, storage, origin)) {
        assertThat(other.requests())
            .isNotEmpty()
            .allMatch(r -> r.getHeaders().get("X-Team") == null)
            .allMatch(r -> r.getHeaders().get("Authorization") == null);
      }
    }
  }

  /** Promise: credentials of a registry are never sent to what stands in for it. */
  @Test
  void credentials_ofTheOrigin_areNeverSentToAMirror() throws IOException {
    Credentials own = Credentials.basic("origin-user", "origin-password");
    Credentials mirrors = Credentials.basic("mirror-user", "mirror-password");
    for (MirrorServer server : List.of(first, second, origin)) {
      server.answeringFirst(
          r ->
              r.getHeaders().get("Authorization") == null
                  ? status(401).setHeader("WWW-Authenticate", "Basic realm=\"r\"")
                  : server == origin ? null : status(404));
    }
    List<String> asked = new ArrayList<>();
    CredentialsProvider provider =
        (registry, repository) -> {
          asked.add(registry);
          return CredentialsProvider.of(origin.host(), own)
              .orElse(CredentialsProvider.of(second.host(), mirrors))
              .find(registry, repository);
        };
    Repository repository =
        repository(
            with(RegistryHost.of(first.url()), RegistryHost.of(second.url()))
                .credentials(provider));
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
    readAll(repository.blob(BLOB));
    assertThat(asked).contains(first.host(), second.host(), origin.host());
    assertThat(authorizations(first)).isEmpty();
    assertThat(authorizations(second)).containsOnly(basic("mirror-user", "mirror-password"));
    assertThat(authorizations(origin)).containsOnly(basic("origin-user", "origin-password"));
  }

  private static List<String> authorizations(MirrorServer server) {
    return server.requests().stream()
        .map(RecordedRequest::getHeaders)
        .map(headers -> headers.get("Authorization"))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + java.util.Base64.getEncoder().encodeToString(pair);
  }

  @Test
  void hostsDirectory_fileOfTheRegistry_isFollowed() throws IOException {
    first.with(BLOB, CONTENT);
    Path own = Files.createDirectories(directory.resolve(origin.host().replace(':', '_') + "_"));
    Files.writeString(
        own.resolve("hosts.toml"), "[host.\"" + first.url() + "\"]\n  capabilities = [\"pull\"]\n");
    Repository repository = repository(ScriptedServer.impatient().hostsDirectory(directory));
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
    repository.resolve("v1");
    assertThat(first.requests()).hasSize(1);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void hostsDirectory_brokenFile_namedBeforeAnythingIsSent() throws IOException {
    Files.createDirectories(directory.resolve("_default"));
    Files.writeString(directory.resolve("_default/hosts.toml"), "skip_verify = 1");
    assertThatThrownBy(() -> repository(RegistryClient.builder().hostsDirectory(directory)))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("hosts.toml: skip_verify: it must be true or false");
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void hosts_sameHostWithOtherTls_refused() {
    RegistryHost verified = RegistryHost.of("https://mirror.example");
    RegistryHost unverified = verified.withTls(verified.tls().withoutVerification());
    try (RegistryClient client =
        RegistryClient.builder()
            .hosts("a.example", RegistryHosts.of(List.of(verified)))
            .hosts("b.example", RegistryHosts.of(List.of(unverified)))
            .build()) {
      client.repository("a.example/m");
      assertThatThrownBy(() -> client.repository("b.example/m"))
          .isInstanceOf(InvalidContentException.class)
          .hasMessageContaining("mirror.example:443");
    }
  }

  @Test
  void ping_serverGiven_asksIt() throws IOException {
    first.answeringAlways(200);
    RegistryClient client =
        ScriptedServer.impatient()
            .hosts(
                "r.example", RegistryHosts.of(List.of()).withServer(RegistryHost.of(first.url())))
            .build();
    clients.add(client);
    client.ping("r.example");
    assertThat(first.requests()).hasSize(1);
    assertThat(URI.create(first.url() + first.requests().get(0).getTarget()).getPath())
        .isEqualTo("/v2/");
  }
}
