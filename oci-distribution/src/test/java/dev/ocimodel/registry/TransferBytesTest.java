package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobTooLargeException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferException;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferResult;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy says of its bytes: moved, there already, resumed, and what is being committed. */
class TransferBytesTest {

  private static final int SIZE = 4_000_000;

  @TempDir Path directory;

  private final byte[] content = new byte[SIZE];
  private OciLayout layout;
  private long rest;

  @BeforeEach
  void writeLayout() throws IOException {
    new Random(3).nextBytes(content);
    layout = OciLayout.openOrCreate(directory.resolve("layout"));
    Blob config = Blob.of(MediaType.EMPTY_JSON, new byte[] {'{', '}'});
    Blob layer = Blob.of(MediaType.OCTET_STREAM, content);
    layout.push(config);
    layout.push(layer);
    ImageManifest manifest =
        ImageManifest.create(config.descriptor(), List.of(layer.descriptor()))
            .withArtifactType(new MediaType("application/vnd.example.model"));
    Blob blob = Blob.of(manifest.descriptor(), manifest.toByteArray());
    layout.push(blob);
    Descriptor described = blob.descriptor();
    layout.tag(described, "v1");
    rest = described.size() + 2;
  }

  @Test
  void copy_uploadBroken_eachByteCountsOnce() {
    FaultPlan once =
        FaultPlan.once(
            r ->
                r.method().equals("PUT")
                    && r.path().contains("/uploads/")
                    && isLarge(r.header("content-length")),
            Fault.resetAfterReceiving(3_000_000));
    AtomicInteger committing = new AtomicInteger();
    try (TestRegistry registry = TestRegistry.builder().faults(once).start();
        RegistryClient client = ScriptedServer.impatient().build()) {
      TransferResult result =
          Transfer.create()
              .withListener(
                  new TransferListener() {
                    @Override
                    public void onCommitting(TransferItem item) {
                      committing.incrementAndGet();
                    }
                  })
              .copy(layout, "v1", client.repository(registry.address() + "/m"), "v1");
      assertThat(result.bytes().copied()).isEqualTo(SIZE + rest);
      assertThat(result.bytes().resumed()).isZero();
      assertThat(result.bytes().retried()).isLessThanOrEqualTo(SIZE - 3_000_000);
      assertThat(committing.get()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void copy_afterAProcessThatDied_saysWhatTheRegistryHadAlready() {
    AtomicBoolean dead = new AtomicBoolean();
    AtomicBoolean died = new AtomicBoolean();
    FaultPlan plan =
        r -> {
          if (isLarge(r.header("content-length")) && !died.getAndSet(true)) {
            dead.set(true);
            return Fault.resetAfterReceiving(3_000_000);
          }
          return dead.get() ? Fault.dropConnection() : Fault.none();
        };
    try (TestRegistry registry = TestRegistry.builder().faults(plan).start()) {
      assertThatThrownBy(() -> copySavingSessions(registry)).isInstanceOf(TransferException.class);
      dead.set(false);
      TransferResult result = copySavingSessions(registry);
      assertThat(result.bytes().resumed()).isEqualTo(3_000_000);
      assertThat(result.bytes().copied() + result.bytes().skipped())
          .isEqualTo(SIZE + rest - 3_000_000);
    }
  }

  private TransferResult copySavingSessions(TestRegistry registry) {
    try (RegistryClient client =
        ScriptedServer.impatient().uploadSessions(directory.resolve("sessions")).build()) {
      Repository target = client.repository(registry.address() + "/m");
      return Transfer.create().copy(layout, "v1", target, "v1");
    }
  }

  private static boolean isLarge(@Nullable String length) {
    return length != null && Long.parseLong(length) > 1_000_000;
  }

  @Test
  void copy_toARegistryThatTakesLess_nothingMoves() {
    try (TestRegistry registry = TestRegistry.start();
        RegistryClient client =
            ScriptedServer.impatient()
                .profile(registry.address(), RegistryProfile.standard().withMaxBlobSize(1_000_000))
                .build()) {
      Repository target = client.repository(registry.address() + "/m");
      assertThatThrownBy(() -> Transfer.create().copy(layout, "v1", target, "v1"))
          .isInstanceOf(BlobTooLargeException.class)
          .hasMessageContaining("1000000");
      assertThat(registry.requests()).noneMatch(r -> r.method().matches("POST|PUT|PATCH"));
    }
  }
}
