package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.registry.tls.TestAuthority;
import dev.ocimodel.registry.tls.TlsOptions;
import dev.ocimodel.testkit.TestContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that are somewhere else than in the registry, as their descriptors' urls say. */
class ForeignUrlsTest {

  private static final byte[] CONTENT = TestContent.bytes(3, 700_000);

  private final ScriptedServer registry =
      new ScriptedServer()
          .answering(
              request ->
                  request.getHeaders().get("Authorization") == null
                      ? status(401).setHeader("WWW-Authenticate", "Basic realm=\"x\"")
                      : status(404));
  private final ScriptedServer elsewhere = new ScriptedServer().answering(ForeignUrlsTest::ranged);
  private final ScriptedServer third = new ScriptedServer().answering(ForeignUrlsTest::ranged);

  @AfterEach
  void close() {
    registry.close();
    elsewhere.close();
    third.close();
  }

  private static MockResponse.Builder ranged(RecordedRequest request) {
    return ScriptedServer.range(request, CONTENT);
  }

  private static Descriptor at(String... urls) {
    Descriptor here = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);
    return new Descriptor(
        here.mediaType(), here.digest(), here.size(), Map.of(), null, null, List.of(urls), null);
  }

  private RegistryClient.Builder knownHere() {
    return ScriptedServer.impatient()
        .credentials(
            (host, repository) ->
                CredentialsProvider.of(host, Credentials.basic("user", "secret"))
                    .find(host, repository));
  }

  private byte[] read(RegistryClient.Builder options, Descriptor descriptor) throws IOException {
    try (RegistryClient client = options.build();
        InputStream in = client.repository(registry.host() + "/m").blob(descriptor).open()) {
      return in.readAllBytes();
    }
  }

  private static Predicate<URI> host(ScriptedServer server) {
    return uri -> uri.getAuthority().equals(server.host());
  }

  @Test
  void read_noChoiceMade_notFoundAndNobodyAsked() {
    assertThatThrownBy(() -> read(knownHere(), at(elsewhere.uri("/layer"))))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("foreignUrls");
    assertThat(elsewhere.requests()).isEmpty();
  }

  @Test
  void read_allowed_comesBare() throws IOException {
    RegistryClient.Builder options = knownHere().foreignUrls(host(elsewhere));
    assertThat(read(options, at(elsewhere.uri("/layer?token=x")))).isEqualTo(CONTENT);
    assertThat(elsewhere.requests()).hasSize(1);
    assertThat(elsewhere.requests().get(0).getTarget()).isEqualTo("/layer?token=x");
    assertThat(elsewhere.requests().get(0).getHeaders().names())
        .doesNotContain("Authorization", "Cookie", "Referer");
  }

  /** Even where the URL leads back to the registry: what it names there was written by others. */
  @Test
  void read_atTheRegistryItself_comesBareAndItsChallengeIsNotAnswered() {
    RegistryClient.Builder options = knownHere().foreignUrls(uri -> true);
    assertThatThrownBy(() -> read(options, at(registry.uri("/private/layer"))))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.status()).isEqualTo(401));
    assertThat(registry.requests())
        .filteredOn(r -> r.getTarget().startsWith("/private"))
        .allMatch(r -> r.getHeaders().get("Authorization") == null)
        .hasSize(1);
  }

  @Test
  void read_thereInTheRegistry_notAskedElsewhere() throws IOException {
    registry.answering(ForeignUrlsTest::ranged);
    assertThat(read(knownHere().foreignUrls(uri -> true), at(elsewhere.uri("/layer"))))
        .isEqualTo(CONTENT);
    assertThat(elsewhere.requests()).isEmpty();
  }

  @Test
  void read_firstPlaceLacksIt_nextIsAsked() throws IOException {
    elsewhere.answering(request -> status(404));
    RegistryClient.Builder options = knownHere().foreignUrls(uri -> true);
    assertThat(read(options, at(elsewhere.uri("/a"), third.uri("/b")))).isEqualTo(CONTENT);
  }

  @Test
  void read_largeBlobFromASlowPlace_comesInRangesAndTheRegistryIsAskedOnce() throws IOException {
    elsewhere.answering(r -> ranged(r).throttleBody(8 * 1024, 10, TimeUnit.MILLISECONDS));
    RegistryClient.Builder options =
        knownHere().foreignUrls(host(elsewhere)).rangeSize(64 * 1024).maxConnections(4);
    assertThat(read(options, at(elsewhere.uri("/layer")))).isEqualTo(CONTENT);
    assertThat(elsewhere.requests()).hasSizeGreaterThan(4);
    assertThat(registry.requests()).hasSizeLessThanOrEqualTo(2); // challenged, then 404
  }

  /** As an image pull does it: nobody has to look at the layers' descriptors. */
  @Test
  void copy_imageWithALayerElsewhere_isWholeInTheLayout(@TempDir Path directory)
      throws IOException {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    ImageManifest manifest =
        ImageManifest.create(
            Descriptor.of(MediaType.EMPTY_JSON, config), List.of(at(elsewhere.uri("/layer"))));
    byte[] bytes = manifest.toByteArray();
    registry.answering(
        request -> {
          if (request.getTarget().contains("/manifests/")) {
            return body(200, bytes).setHeader("Content-Type", MediaType.IMAGE_MANIFEST.toString());
          }
          String wanted = manifest.config().digest().toString();
          return request.getTarget().endsWith(wanted) ? body(200, config) : status(404);
        });
    OciLayout layout = OciLayout.openOrCreate(directory);
    try (RegistryClient client = knownHere().foreignUrls(host(elsewhere)).build()) {
      Transfer.create().copy(client.repository(registry.host() + "/m"), "v1", layout);
    }
    assertThat(layout.contains(at())).isTrue();
  }

  @Test
  void read_wrongBytes_mismatch() {
    elsewhere.answering(request -> body(200, new byte[CONTENT.length]));
    assertThatThrownBy(() -> read(knownHere().foreignUrls(uri -> true), at(elsewhere.uri("/l"))))
        .isInstanceOf(ContentMismatchException.class);
  }

  @Test
  void read_redirectToWhereItMayNotGo_refused() {
    elsewhere.answering(request -> status(302).setHeader("Location", third.uri("/inner")));
    assertThatThrownBy(
            () -> read(knownHere().foreignUrls(host(elsewhere)), at(elsewhere.uri("/l"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not allowed");
    assertThat(third.requests()).isEmpty();
  }

  @Test
  void read_redirectWithinWhatIsAllowed_followed() throws IOException {
    elsewhere.answering(request -> status(302).setHeader("Location", third.uri("/inner")));
    RegistryClient.Builder options = knownHere().foreignUrls(host(elsewhere).or(host(third)));
    assertThat(read(options, at(elsewhere.uri("/l")))).isEqualTo(CONTENT);
  }

  @Test
  void read_plainHttpNotAllowed_notAsked() {
    RegistryClient.Builder options =
        knownHere()
            .plainHttp(PlainHttp.never().withRegistries(Set.of(registry.host())))
            .foreignUrls(uri -> true);
    assertThatThrownBy(() -> read(options, at(elsewhere.uri("/l"))))
        .isInstanceOf(ContentNotFoundException.class);
    assertThat(elsewhere.requests()).isEmpty();
  }

  /** The certificate belongs to the connection, and other requests share it. */
  @Test
  void read_whereAClientCertificateWouldBeShown_notAsked(@TempDir Path folder) throws Exception {
    TestAuthority authority = new TestAuthority(folder, "a");
    TestAuthority.Issued identity = authority.issue("client");
    try (ScriptedServer secure = ScriptedServer.tls(authority);
        RegistryClient client =
            ScriptedServer.impatient()
                .tls(
                    TlsOptions.create()
                        .withAuthority(authority.file())
                        .withClientCertificate(identity.file(), identity.key()))
                .plainHttp(PlainHttp.never())
                .foreignUrls(uri -> true)
                .build()) {
      secure.requestClientAuth();
      secure.answering(r -> r.getTarget().startsWith("/x") ? body(200, CONTENT) : status(404));
      assertThatThrownBy(
              () ->
                  client
                      .repository(secure.host() + "/m")
                      .blob(at(secure.uri("/x")))
                      .open()
                      .readAllBytes())
          .isInstanceOf(ContentNotFoundException.class);
      assertThat(secure.requests()).noneMatch(r -> r.getTarget().startsWith("/x"));
    }
  }

  @Test
  void read_urlsThatAreNone_neverReachTheChoice() {
    RegistryClient.Builder options =
        knownHere()
            .foreignUrls(
                uri -> {
                  throw new AssertionError("asked of " + uri);
                });
    Descriptor hostile =
        at("file:///etc/passwd", "http://u:p@127.0.0.1/", "::", "", "//x", "ftp://h/", "https:");
    assertThatThrownBy(() -> read(options, hostile)).isInstanceOf(ContentNotFoundException.class);
  }
}
