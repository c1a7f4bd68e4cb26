package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import dev.ocimodel.oci.transfer.TransferResult;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.RecordedRequest;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole copies between layouts and a registry, over good and bad connections. */
class RepositoryTransferTest {

  private static final int LAYERS = 6;
  private static final int LAYER_SIZE = 1_000_000;

  @TempDir Path directory;
  private OciLayout source;
  private Descriptor root;

  @BeforeEach
  void writeArtifact() throws IOException {
    source = OciLayout.openOrCreate(directory.resolve("source"));
    source.push(Blob.of(Descriptor.EMPTY_JSON, new byte[] {'{', '}'}));
    List<Descriptor> layers = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < LAYERS; i++) {
      byte[] content = new byte[LAYER_SIZE];
      random.nextBytes(content);
      layers.add(source.write(MediaType.OCTET_STREAM, out -> out.write(content)));
    }
    ImageManifest manifest =
        ImageManifest.create(Descriptor.EMPTY_JSON, layers)
            .withArtifactType(new MediaType("application/vnd.example.model"));
    root = manifest.descriptor();
    source.push(manifest.toBlob());
    source.tag(root, "v1");
  }

  private RegistryClient.Builder client() {
    return RegistryClient.builder()
        .retryPolicy(RetryPolicy.create().withMaxAttempts(8).withBaseDelay(Duration.ofMillis(1)));
  }

  private void assertRoundTrip(RegistryClient client, TestRegistry registry) {
    Repository repository = client.repository(registry.address() + "/models/m");
    OciLayout back = OciLayout.openOrCreate(directory.resolve("back"));
    Transfer transfer = Transfer.create();
    transfer.copy(source, "v1", repository, "v1");
    TransferResult pulled = transfer.copy(repository, "v1", back);
    assertThat(pulled.root().digest()).isEqualTo(root.digest());
    assertThat(back.resolve("v1").digest()).isEqualTo(root.digest());
    assertThat(back.contains(root)).isTrue();
  }

  @Test
  void copy_layoutToRegistryAndBack() {
    try (TestRegistry registry = TestRegistry.start();
        RegistryClient client = client().build()) {
      assertRoundTrip(client, registry);
    }
  }

  @Test
  void copy_again_movesNothing() {
    try (TestRegistry registry = TestRegistry.start();
        RegistryClient client = client().build()) {
      assertRoundTrip(client, registry);
      registry.forgetRequests();
      TransferResult second =
          Transfer.create()
              .copy(source, "v1", client.repository(registry.address() + "/models/m"), "v2");
      assertThat(second.copiedBytes()).isZero();
      assertThat(registry.requests()).extracting(RecordedRequest::method).doesNotContain("POST");
    }
  }

  @Test
  void copy_withinARegistry_mountsAndDownloadsNoBlob() {
    try (TestRegistry registry = TestRegistry.start();
        RegistryClient client = client().build()) {
      Repository first = client.repository(registry.address() + "/models/m");
      Repository second = client.repository(registry.address() + "/mirror/m");
      Transfer.create().copy(source, "v1", first, "v1");
      registry.forgetRequests();
      TransferResult result = Transfer.create().copy(first, "v1", second, "v1");
      assertThat(result.mountedBytes()).isEqualTo((long) LAYERS * LAYER_SIZE + 2);
      assertThat(registry.requests())
          .noneMatch(r -> r.method().equals("GET") && r.path().contains("/blobs/"));
    }
  }

  @Test
  void copy_betweenRegistriesWithOneConnection_doesNotWaitForItself() {
    try (TestRegistry first = TestRegistry.start();
        TestRegistry second = TestRegistry.start();
        RegistryClient client = client().maxConnections(1).build()) {
      Repository from = client.repository(first.address() + "/models/m");
      Repository to = client.repository(second.address() + "/models/m");
      Transfer.create().copy(source, "v1", from, "v1");
      TransferResult result = Transfer.create().withConcurrency(8).copy(from, "v1", to, "v1");
      assertThat(result.copiedBytes()).isGreaterThan((long) LAYERS * LAYER_SIZE);
    }
  }

  @Test
  void copy_everyFifthRequestFails_stillWhole() {
    FaultPlan plan =
        request ->
            request.number() % 5 != 0
                ? Fault.none()
                : switch (request.number() % 4) {
                  case 0 -> Fault.status(503);
                  case 1 -> Fault.dropConnection();
                  case 2 -> Fault.resetAfter(1000);
                  default -> Fault.truncateBody(5000);
                };
    try (TestRegistry registry = TestRegistry.builder().faults(plan).start();
        RegistryClient client = client().build()) {
      assertRoundTrip(client, registry);
    }
  }

  @Test
  void copy_tokensRevokedMidway_fetchesNewOnes() {
    List<TestRegistry> started = new ArrayList<>();
    Set<String> revokedAt = ConcurrentHashMap.newKeySet();
    FaultPlan onceEachWay =
        request -> {
          boolean moment = request.method().equals("PUT") || request.path().contains("/blobs/sha");
          if (moment && revokedAt.add(request.method())) {
            started.forEach(TestRegistry::revokeTokens);
          }
          return Fault.none();
        };
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("user", "secret").faults(onceEachWay).start()) {
      started.add(registry);
      try (RegistryClient client =
          client()
              .credentials(
                  CredentialsProvider.of(registry.address(), Credentials.basic("user", "secret")))
              .build()) {
        assertRoundTrip(client, registry);
      }
    }
  }

  @Test
  void copy_wrongPassword_unauthorizedAndNothingStored() {
    try (TestRegistry registry =
        TestRegistry.builder().basicAuthentication("user", "secret").start()) {
      try (RegistryClient client =
          client()
              .credentials(
                  CredentialsProvider.of(registry.address(), Credentials.basic("user", "CANARY")))
              .build()) {
        Repository repository = client.repository(registry.address() + "/models/m");
        assertThatThrownBy(() -> Transfer.create().copy(source, "v1", repository, "v1"))
            .isInstanceOf(UnauthorizedException.class)
            .hasMessageNotContaining("CANARY");
      }
    }
  }

  @Test
  void copy_interruptedDuringAStall_cancelledAndFlagRestored() {
    Thread caller = Thread.currentThread();
    FaultPlan stalling =
        request -> {
          if (request.method().equals("GET") && request.path().contains("/blobs/")) {
            caller.interrupt();
            return Fault.stallAfter(10);
          }
          return Fault.none();
        };
    try (TestRegistry registry = TestRegistry.builder().faults(stalling).start();
        RegistryClient client = client().build()) {
      Repository repository = client.repository(registry.address() + "/models/m");
      Transfer.create().copy(source, "v1", repository, "v1");
      OciLayout back = OciLayout.openOrCreate(directory.resolve("back"));
      assertThatThrownBy(() -> Transfer.create().copy(repository, "v1", back))
          .isInstanceOf(TransferCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(back.tags()).isEmpty();
    }
  }

  @Test
  void copy_stalledDownload_abortedAndResumed() {
    FaultPlan stallsOnce =
        FaultPlan.once(
            request -> request.method().equals("GET") && request.path().contains("/blobs/"),
            Fault.stallAfter(1000));
    try (TestRegistry registry = TestRegistry.builder().faults(stallsOnce).start();
        RegistryClient client = client().stallTimeout(Duration.ofMillis(300)).build()) {
      assertRoundTrip(client, registry);
    }
  }
}
