package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Cancellation;
import dev.ocimodel.oci.transfer.Layers;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models of which only some files were copied, and unpackings that are cancelled early. */
@Timeout(60)
class PartialArtifactTest {

  @TempDir Path temporary;

  @Test
  void copy_someFilesOfAPackedModel_areSelectedByTheirPaths() throws Exception {
    OciLayout whole = OciLayout.openOrCreate(temporary.resolve("whole"));
    Path model = TinyModel.write(temporary.resolve("model"));
    Descriptor root = ModelPreset.ARTIFACT.packager().pack(model, whole, "v1");
    OciLayout part = OciLayout.openOrCreate(temporary.resolve("part"));

    Transfer.create().withSelection(Layers.named("*.json")).copy(whole, "v1", part);

    ModelInfo info = ModelInfo.of(part, "v1");
    assertThat(info.files()).hasSameSizeAs(ModelInfo.of(whole, "v1").files());
    assertThat(part.contains(root)).isFalse();
    assertThat(info.files()).filteredOn(file -> file.path().endsWith(".json")).isNotEmpty();
  }

  @Test
  void unpack_partialLayout_saysSoAndPublishesNothing() throws Exception {
    OciLayout whole = OciLayout.openOrCreate(temporary.resolve("whole"));
    Artifacts.files(whole, "config.json", "weights.bin");
    OciLayout part = OciLayout.openOrCreate(temporary.resolve("part"));
    Transfer.create().withSelection(Layers.named("*.json")).copy(whole, "v1", part);
    Path target = temporary.resolve("target");

    assertThatThrownBy(() -> ModelUnpacker.create().unpack(part, "v1", target))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining(Digest.sha256("weights.bin").toString())
        .hasMessageContaining("copy it whole");
    assertThat(target.resolve("config.json")).doesNotExist();

    Transfer.create().copy(whole, "v1", part);
    ModelUnpacker.create().unpack(part, "v1", target);
    assertThat(target.resolve("weights.bin")).hasContent("weights.bin");
  }

  @Test
  void unpack_cancelledWhileTheManifestIsLookedFor_stops() {
    Cancellation cancellation = Cancellation.create();
    CountDownLatch asked = new CountDownLatch(1);
    ContentSource silent = new SilentSource(asked);
    Thread canceller =
        new Thread(
            () -> {
              try {
                asked.await();
                cancellation.cancel();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    canceller.setDaemon(true);
    canceller.start();

    assertThatThrownBy(
            () ->
                ModelUnpacker.create()
                    .withTransfer(Transfer.create().withCancellation(cancellation))
                    .unpack(silent, "v1", temporary.resolve("target")))
        .isInstanceOf(TransferCancelledException.class);
  }

  /** Answers nothing until it is interrupted. */
  private record SilentSource(CountDownLatch asked) implements ContentSource {

    @Override
    public Descriptor resolve(String tagOrDigest) {
      asked.countDown();
      try {
        new CountDownLatch(1).await();
        throw new IllegalStateException("not interrupted");
      } catch (InterruptedException e) {
        throw new OciException("interrupted", e);
      }
    }

    @Override
    public Blob blob(Descriptor descriptor) {
      throw new IllegalStateException("nothing was resolved");
    }

    @Override
    public List<Descriptor> referrers(Digest subject, @Nullable MediaType artifactType) {
      return List.of();
    }
  }
}
