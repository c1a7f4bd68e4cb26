package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.RecordedRequest;
import dev.ocimodel.testkit.RegistryRequest;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that break: what the registry has is not sent again, by this process or the next. */
@Timeout(60)
class ResumedUploadTest {

  private static final int MIB = 1024 * 1024;
  private static final int SIZE = 8 * MIB;
  private static final Predicate<RegistryRequest> UPLOAD =
      request -> request.method().matches("PUT|PATCH") && request.path().contains("/uploads/");

  private final byte[] content = new byte[SIZE];
  private final Blob blob;

  @TempDir Path directory;

  ResumedUploadTest() {
    new Random(1).nextBytes(content);
    blob = Blob.of(MediaType.OCTET_STREAM, content);
  }

  private static Repository repository(RegistryClient client, TestRegistry registry) {
    return client.repository(registry.address() + "/m");
  }

  private RegistryClient.Builder saving() {
    return ScriptedServer.impatient().uploadSessions(directory.resolve("sessions"));
  }

  private static long received(TestRegistry registry) {
    return registry.requests().stream()
        .filter(r -> UPLOAD.test(r.request()))
        .mapToLong(RecordedRequest::bytesReceived)
        .sum();
  }

  private static List<String> verbs(TestRegistry registry) {
    return registry.requests().stream().map(RecordedRequest::method).toList();
  }

  private void assertStored(Repository repository) throws IOException {
    assertThat(repository.blob(blob.descriptor()).open().readAllBytes()).isEqualTo(content);
  }

  @Test
  void push_connectionBreaks_onlyTheRestFollows() throws IOException {
    FaultPlan once = FaultPlan.once(UPLOAD, Fault.resetAfterReceiving(3 * MIB));
    try (TestRegistry registry = TestRegistry.builder().faults(once).start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      repository(client, registry).push(blob);
      assertStored(repository(client, registry));
      assertThat(received(registry)).isEqualTo(SIZE);
    }
  }

  @Test
  void push_breaksMoreOftenThanAttemptsAreMade_eachProgressCounts() throws IOException {
    FaultPlan often = FaultPlan.times(12, UPLOAD, Fault.resetAfterReceiving(MIB / 2));
    try (TestRegistry registry = TestRegistry.builder().faults(often).start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      repository(client, registry).push(blob);
      assertStored(repository(client, registry));
      assertThat(received(registry)).isEqualTo(SIZE);
    }
  }

  @Test
  void push_noProgress_ends() {
    FaultPlan always = FaultPlan.always(UPLOAD, Fault.dropConnection());
    try (TestRegistry registry = TestRegistry.builder().faults(always).start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      assertThatThrownBy(() -> repository(client, registry).push(blob))
          .isInstanceOf(IOException.class);
      assertThat(verbs(registry)).filteredOn("PUT"::equals).hasSizeLessThanOrEqualTo(5);
    }
  }

  @Test
  void push_registryThatKeepsNoBrokenSession_begunAgain() throws IOException {
    FaultPlan once = FaultPlan.once(UPLOAD, Fault.resetAfterReceiving(3 * MIB));
    try (TestRegistry registry = TestRegistry.builder().faults(once).start();
        RegistryClient client =
            ScriptedServer.impatient()
                .profile(registry.address(), RegistryProfile.standard().withoutResume())
                .build()) {
      repository(client, registry).push(blob);
      assertThat(received(registry)).isEqualTo(3 * MIB + SIZE);
      assertThat(verbs(registry)).filteredOn("POST"::equals).hasSize(2);
      assertThat(verbs(registry)).contains("DELETE");
    }
  }

  @Test
  void push_answerToAChunkLost_chunkNotSentAgain() throws IOException {
    FaultPlan once = FaultPlan.once(r -> r.is("PATCH", ".*"), Fault.loseResponse());
    try (TestRegistry registry = TestRegistry.builder().faults(once).start();
        RegistryClient client = chunked(registry).build()) {
      repository(client, registry).push(blob);
      assertStored(repository(client, registry));
      assertThat(received(registry)).isEqualTo(SIZE);
    }
  }

  private static RegistryClient.Builder chunked(TestRegistry registry) {
    return ScriptedServer.impatient()
        .uploadChunkSize(MIB)
        .profile(registry.address(), RegistryProfile.standard().withUploads(UploadForm.CHUNKS));
  }

  @Test
  void push_registryAsksForLargerChunks_obeyed() throws IOException {
    try (TestRegistry registry = TestRegistry.builder().chunkMinLength(3 * MIB).start();
        RegistryClient client = chunked(registry).build()) {
      repository(client, registry).push(blob);
      assertThat(registry.requests())
          .filteredOn(r -> r.method().equals("PATCH"))
          .extracting(r -> r.request().header("content-range"))
          .containsExactly(
              "0-" + (3 * MIB - 1), 3 * MIB + "-" + (6 * MIB - 1), 6 * MIB + "-" + (SIZE - 1));
      assertStored(repository(client, registry));
    }
  }

  @Test
  void push_proxyTakesNoLargeRequest_smallerOnes() throws IOException {
    FaultPlan proxy =
        FaultPlan.always(
            UPLOAD.and(r -> Long.parseLong(String.valueOf(r.header("content-length"))) > 2 * MIB),
            Fault.status(413));
    try (TestRegistry registry = TestRegistry.builder().faults(proxy).start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      repository(client, registry).push(blob);
      assertStored(repository(client, registry));
      assertThat(registry.requests())
          .as("what was refused is not sent once more in another form")
          .filteredOn(r -> r.status() == 413)
          .hasSize(1);
    }
  }

  @Test
  void push_nothingIsSmallEnough_saysSo() {
    FaultPlan proxy =
        FaultPlan.always(UPLOAD.and(r -> r.header("content-range") != null), Fault.status(413))
            .or(FaultPlan.always(r -> r.is("PUT", ".*"), Fault.status(413)));
    try (TestRegistry registry = TestRegistry.builder().faults(proxy).start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      assertThatThrownBy(() -> repository(client, registry).push(blob))
          .isInstanceOfSatisfying(
              RegistryException.class, e -> assertThat(e.status()).isEqualTo(413));
    }
  }

  @Test
  void push_byTheNextProcess_goesOnWhereTheFirstStopped() throws IOException {
    AtomicBoolean dead = new AtomicBoolean();
    try (TestRegistry registry = TestRegistry.builder().faults(dyingOnce(dead)).start()) {
      try (RegistryClient first = saving().build()) {
        assertThatThrownBy(() -> repository(first, registry).push(blob))
            .isInstanceOf(IOException.class);
      }
      dead.set(false);
      registry.forgetRequests();
      try (RegistryClient second = saving().build()) {
        repository(second, registry).push(blob);
        assertStored(repository(second, registry));
      }
      assertThat(received(registry)).isEqualTo(3 * MIB);
    }
    try (Stream<Path> left = Files.list(directory.resolve("sessions"))) {
      assertThat(left).isEmpty();
    }
  }

  /** The network dies in the middle of the first upload, until the test revives it. */
  private static FaultPlan dyingOnce(AtomicBoolean dead) {
    AtomicBoolean died = new AtomicBoolean();
    return request -> {
      if (UPLOAD.test(request) && !died.getAndSet(true)) {
        dead.set(true);
        return Fault.resetAfterReceiving(5 * MIB);
      }
      return dead.get() ? Fault.dropConnection() : Fault.none();
    };
  }

  @Test
  void push_sessionWithWrongBytesFromBefore_begunAgain() throws IOException {
    byte[] wrong = content.clone();
    wrong[7] ^= 1;
    AtomicBoolean dead = new AtomicBoolean();
    try (TestRegistry registry = TestRegistry.builder().faults(dyingOnce(dead)).start()) {
      try (RegistryClient first = saving().build()) {
        assertThatThrownBy(
                () -> repository(first, registry).push(Blob.of(blob.descriptor(), wrong)))
            .isInstanceOf(IOException.class);
      }
      dead.set(false);
      try (RegistryClient second = saving().build()) {
        repository(second, registry).push(blob);
        assertStored(repository(second, registry));
      }
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX permissions")
  void push_whileUnderWay_sessionIsItsOwnersOnly() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    FaultPlan plan =
        request -> {
          if (UPLOAD.test(request)) {
            reached.countDown();
            return Fault.holdUntil(released);
          }
          return Fault.none();
        };
    try (TestRegistry registry = TestRegistry.builder().faults(plan).start();
        RegistryClient client = saving().build()) {
      Thread pushing =
          new Thread(
              () -> {
                try {
                  repository(client, registry).push(blob);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      pushing.start();
      reached.await();
      try (Stream<Path> files = Files.list(directory.resolve("sessions"))) {
        assertThat(files)
            .singleElement()
            .satisfies(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
      released.countDown();
      pushing.join();
      assertStored(repository(client, registry));
    }
  }

  @Test
  void push_interrupted_sessionIsGivenBack() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    FaultPlan plan =
        request -> {
          if (UPLOAD.test(request) && request.is("PUT", ".*")) {
            reached.countDown();
            return Fault.stall();
          }
          return Fault.none();
        };
    try (TestRegistry registry = TestRegistry.builder().faults(plan).start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      Thread pushing =
          new Thread(
              () ->
                  assertThatThrownBy(() -> repository(client, registry).push(blob))
                      .isInstanceOf(IOException.class));
      pushing.start();
      reached.await();
      pushing.interrupt();
      pushing.join();
      assertThat(verbs(registry)).contains("DELETE");
    }
  }
}
