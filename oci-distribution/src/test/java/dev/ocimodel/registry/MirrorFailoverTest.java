package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.body;
import static dev.ocimodel.registry.ScriptedServer.error;
import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.registry.hosts.RegistryHost;
import dev.ocimodel.registry.hosts.RegistryHosts;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mirrors that fail, lie, hang, or die in the middle of a blob. */
class MirrorFailoverTest {

  private static final byte[] CONTENT = new byte[300_000];

  static {
    new Random(3).nextBytes(CONTENT);
  }

  private static final Descriptor BLOB = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);
  private static final ImageManifest MANIFEST =
      ImageManifest.create(Descriptor.EMPTY_JSON, List.of(BLOB))
          .withArtifactType(new MediaType("application/vnd.example.model"));

  private final AtomicLong nanos = new AtomicLong();
  private final MirrorServer mirror = new MirrorServer();
  private final MirrorServer origin =
      new MirrorServer().with(BLOB, CONTENT).withTag("v1", MANIFEST);
  private final List<RegistryClient> clients = new ArrayList<>();

  @TempDir Path directory;

  @AfterEach
  void close() {
    clients.forEach(RegistryClient::close);
    mirror.close();
    origin.close();
  }

  private Repository repository(RegistryClient.Builder builder, String... mirrors) {
    RegistryClient client =
        builder
            .nanoTime(nanos::get)
            .hosts(
                origin.host(),
                RegistryHosts.of(Arrays.stream(mirrors).map(RegistryHost::of).toList()))
            .build();
    clients.add(client);
    return client.repository(origin.host() + "/models/m");
  }

  private Repository repository() {
    return repository(ScriptedServer.impatient(), mirror.url());
  }

  private static byte[] readAll(Blob blob) throws IOException {
    try (InputStream in = blob.open()) {
      return in.readAllBytes();
    }
  }

  /** Sends so many bytes of the blob and hangs up. */
  private static RawServer dyingAfter(int bytes) {
    return new RawServer(
        (number, in, socket) -> {
          RawServer.head(in);
          RawServer.say(
              socket, "HTTP/1.1 200 OK\r\nContent-Length: " + CONTENT.length + "\r\n\r\n");
          socket.getOutputStream().write(CONTENT, 0, bytes);
          socket.getOutputStream().flush();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 123_457, 299_999})
  void open_mirrorDiesMidBlob_originIsAskedForTheRestOnly(int bytes) throws IOException {
    try (RawServer dying = dyingAfter(bytes)) {
      Repository repository = repository(ScriptedServer.impatient(), "http://" + dying.host());
      assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
      assertThat(dying.connections()).isEqualTo(1);
      assertThat(origin.ranges())
          .containsExactly(bytes == 0 ? "null" : "bytes=" + bytes + "-299999");
    }
  }

  @Test
  void open_twoMirrorsDieInTurn_eachGoesOnWhereTheLastStopped() throws IOException {
    try (RawServer dying = dyingAfter(1_000)) {
      mirror
          .with(BLOB, CONTENT)
          .answeringFirst(
              r -> mirror.answer(r).onResponseBody(new mockwebserver3.SocketEffect.CloseSocket()));
      Repository repository =
          repository(ScriptedServer.impatient(), "http://" + dying.host(), mirror.url());
      assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
      assertThat(mirror.ranges()).containsExactly("bytes=1000-299999");
      assertThat(origin.ranges()).hasSize(1).allMatch(r -> r.matches("bytes=[0-9]{4,6}-299999"));
    }
  }

  @Test
  void open_mirrorStallsMidBlob_originGivesTheRest() throws IOException {
    try (RawServer stalling =
        new RawServer(
            (number, in, socket) -> {
              RawServer.head(in);
              RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n");
              socket.getOutputStream().write(CONTENT, 0, 5_000);
              socket.getOutputStream().flush();
              RawServer.stall(in);
            })) {
      Repository repository =
          repository(
              ScriptedServer.impatient().stallTimeout(Duration.ofMillis(300)),
              "http://" + stalling.host());
      assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
      assertThat(origin.ranges()).containsExactly("bytes=5000-299999");
    }
  }

  @Test
  void open_mirrorNeverAnswers_originDoes() throws IOException {
    try (RawServer silent = new RawServer((number, in, socket) -> RawServer.stall(in))) {
      Repository repository =
          repository(
              ScriptedServer.impatient().stallTimeout(Duration.ofMillis(300)),
              "http://" + silent.host());
      assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
      assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
      assertThat(silent.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 416, 429, 500, 502, 503})
  void open_mirrorRefuses_originIsAskedAtOnce(int status) throws IOException {
    mirror.answeringAlways(status);
    Repository repository = repository();
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
    assertThat(mirror.requests()).hasSize(1);
    assertThat(origin.ranges()).containsExactly("null");
  }

  @Test
  void open_mirrorAnswersAnotherRange_originIsAsked() throws IOException {
    mirror
        .with(BLOB, CONTENT)
        .answeringFirst(
            r -> body(206, new byte[10]).setHeader("Content-Range", "bytes 0-9/300000"));
    try (InputStream in = repository().blob(BLOB).open(100, 1_000)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 100, 1_100));
    }
  }

  @Test
  void open_mirrorDoesNotHaveALargeBlob_itIsAskedOnce() throws IOException {
    origin.answeringFirst(r -> origin.answer(r).throttleBody(8 * 1024, 5, TimeUnit.MILLISECONDS));
    Repository repository =
        repository(ScriptedServer.impatient().rangeSize(64 * 1024).maxConnections(4), mirror.url());
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
    assertThat(origin.requests()).hasSizeGreaterThan(3);
    assertThat(mirror.requests()).hasSize(1);
  }

  @Test
  void open_mirrorDiesWhileSeveralConnectionsRead_noByteIsLostOrTwice() throws IOException {
    AtomicLong asked = new AtomicLong();
    mirror
        .with(BLOB, CONTENT)
        .answeringFirst(
            r ->
                asked.incrementAndGet() <= 2
                    ? mirror.answer(r).throttleBody(8 * 1024, 5, TimeUnit.MILLISECONDS)
                    : status(500));
    Repository repository =
        repository(ScriptedServer.impatient().rangeSize(64 * 1024).maxConnections(4), mirror.url());
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
    assertThat(origin.ranges()).doesNotHaveDuplicates().doesNotContain("bytes=0-299999");
  }

  @Test
  void push_mirrorGaveWrongBytes_layoutGetsThemFromTheOrigin() throws IOException {
    byte[] wrong = CONTENT.clone();
    wrong[200_000] ^= 1;
    mirror.with(BLOB, wrong);
    OciLayout layout = OciLayout.openOrCreate(directory);
    Repository repository = repository();
    layout.push(repository.blob(BLOB));
    assertThat(readAll(layout.blob(BLOB))).isEqualTo(CONTENT);
    assertThat(origin.ranges()).containsExactly("null");
    readAll(repository.blob(BLOB));
    assertThat(mirror.requests()).as("distrusted for now").hasSize(1);
  }

  @Test
  void push_mirrorGaveMoreThanTheBlob_layoutGetsItFromTheOrigin() throws IOException {
    mirror.answeringFirst(
        r ->
            status(200)
                .chunkedBody(new okio.Buffer().write(Arrays.copyOf(CONTENT, 300_001)), 1_000));
    OciLayout layout = OciLayout.openOrCreate(directory);
    layout.push(repository().blob(BLOB));
    assertThat(readAll(layout.blob(BLOB))).isEqualTo(CONTENT);
  }

  @Test
  void push_everybodyGivesWrongBytes_mismatch() throws IOException {
    byte[] wrong = CONTENT.clone();
    wrong[0] ^= 1;
    mirror.with(BLOB, wrong);
    origin.with(BLOB, wrong);
    OciLayout layout = OciLayout.openOrCreate(directory);
    assertThatThrownBy(() -> layout.push(repository().blob(BLOB)))
        .isInstanceOf(ContentMismatchException.class);
    assertThat(origin.requests()).hasSize(1);
    assertThat(layout.contains(BLOB)).isFalse();
  }

  @Test
  void push_mirrorGaveWrongBytes_otherRegistryGetsThemFromTheOrigin() throws IOException {
    byte[] wrong = CONTENT.clone();
    wrong[200_000] ^= 1;
    mirror.with(BLOB, wrong);
    try (TestRegistry registry = TestRegistry.start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      Repository target = client.repository(registry.address() + "/models/copy");
      target.push(repository().blob(BLOB));
      assertThat(readAll(target.blob(BLOB))).isEqualTo(CONTENT);
    }
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void read_mirrorGaveWrongConfig_originsIsRead() throws IOException {
    byte[] config = {'{', '}'};
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, config);
    mirror.with(descriptor, new byte[] {'[', ']'});
    origin.with(descriptor, config);
    Repository repository = repository();
    assertThat(repository.blob(descriptor).read(repository.limits())).isEqualTo(config);
  }

  @Test
  void manifest_mirrorGaveAnother_originsIsRead() throws IOException {
    ImageManifest other = ImageManifest.create(Descriptor.EMPTY_JSON, List.of());
    byte[] bytes = other.toByteArray();
    mirror.with(MANIFEST.descriptor(), bytes);
    Repository repository = repository();
    Descriptor descriptor = repository.resolve(MANIFEST.descriptor().digest().toString());
    assertThat(descriptor.size()).isEqualTo(MANIFEST.descriptor().size());
    assertThat(repository.manifest(descriptor)).isEqualTo(MANIFEST);
  }

  @Test
  void open_mirrorFailed_passedOverForAWhileAndThenAskedAgain() throws IOException {
    mirror.answeringAlways(500);
    Repository repository = repository();
    readAll(repository.blob(BLOB));
    readAll(repository.blob(BLOB));
    assertThat(mirror.requests()).hasSize(1);
    mirror.with(BLOB, CONTENT).answeringFirst(r -> null);
    nanos.addAndGet(Duration.ofSeconds(29).toNanos());
    readAll(repository.blob(BLOB));
    assertThat(mirror.requests()).hasSize(1);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    readAll(repository.blob(BLOB));
    assertThat(mirror.requests()).hasSize(2);
    assertThat(origin.requests()).hasSize(3);
  }

  @Test
  void open_mirrorAsksToWait_isPassedOverAsLong() throws IOException {
    mirror.answeringFirst(r -> status(429).setHeader("Retry-After", "120"));
    Repository repository = repository();
    readAll(repository.blob(BLOB));
    nanos.addAndGet(Duration.ofSeconds(119).toNanos());
    readAll(repository.blob(BLOB));
    assertThat(mirror.requests()).hasSize(1);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    readAll(repository.blob(BLOB));
    assertThat(mirror.requests()).hasSize(2);
  }

  @Test
  void open_originIsGone_mirrorThatFailedBeforeGetsAnotherChance() throws IOException {
    mirror.answeringAlways(500);
    Repository repository = repository();
    readAll(repository.blob(BLOB));
    mirror.with(BLOB, CONTENT).answeringFirst(r -> null);
    origin.answeringAlways(503);
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
  }

  @Test
  void open_everybodyFails_originsErrorNamesTheOthersAndNoSecret() {
    mirror.answeringFirst(r -> error(403, "DENIED", "not for you"));
    origin.answeringFirst(r -> error(400, "UNSUPPORTED", "no"));
    try (RawServer hangsUp = new RawServer((number, in, socket) -> RawServer.head(in))) {
      RegistryHosts hosts =
          RegistryHosts.of(
              List.of(
                  RegistryHost.of("http://" + hangsUp.host() + "/cache"),
                  RegistryHost.of(mirror.url()).withHeader("X-Key", List.of("c4nary"))));
      RegistryClient client = ScriptedServer.impatient().hosts(origin.host(), hosts).build();
      clients.add(client);
      Blob blob = client.repository(origin.host() + "/models/m").blob(BLOB);
      assertThatThrownBy(() -> readAll(blob))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> {
                assertThat(e.status()).isEqualTo(400);
                assertThat(e.uri()).startsWith(origin.url());
                assertThat(e.getSuppressed()).hasSize(2);
              })
          .hasMessageContaining(origin.host())
          .hasMessageContaining("UNSUPPORTED")
          .hasMessageContaining("http://" + hangsUp.host() + "/cache: ")
          .hasMessageContaining(mirror.url() + ": ")
          .hasMessageContaining("DENIED")
          .hasMessageNotContaining("c4nary")
          .hasMessageNotContaining("ns=");
    }
  }

  @Test
  void open_nobodyHasIt_notFoundNamesAll() {
    Descriptor absent = Descriptor.of(MediaType.OCTET_STREAM, new byte[] {9});
    assertThatThrownBy(() -> readAll(repository().blob(absent)))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining(origin.host())
        .hasMessageContaining(mirror.url());
  }

  @Test
  void resolve_nobodyAnswers_unavailableNamesAll() {
    String url = mirror.url();
    mirror.close();
    origin.close();
    Repository repository = repository(ScriptedServer.impatient(), url);
    assertThatThrownBy(() -> repository.resolve("v1"))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("no connection")
        .hasMessageContaining(origin.host())
        .hasMessageContaining(url + ": no connection");
  }

  @Test
  void open_deadMirror_takesNothingFromTheRetryBudget() throws IOException {
    mirror.answeringAlways(503);
    Repository repository = repository();
    for (int i = 0; i < 200; i++) {
      nanos.addAndGet(Duration.ofHours(1).toNanos());
      try (InputStream in = repository.blob(BLOB).open(0, 1)) {
        in.readAllBytes();
      }
    }
    AtomicLong failures = new AtomicLong();
    origin.answeringFirst(
        (RecordedRequest r) -> failures.incrementAndGet() < 4 ? status(503) : null);
    assertThat(readAll(repository.blob(BLOB))).isEqualTo(CONTENT);
  }
}
