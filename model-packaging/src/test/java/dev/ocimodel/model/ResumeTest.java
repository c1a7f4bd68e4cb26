package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Cancellation;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import dev.ocimodel.oci.transfer.TransferException;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that were cut off, and the runs after them. */
class ResumeTest {

  private static final long LARGE = 10_000;

  @TempDir Path temporary;
  Path model;
  Path target;
  OciLayout layout;

  @BeforeEach
  void writeModel() throws Exception {
    model = TinyModel.write(temporary.resolve("model"));
    target = temporary.resolve("target");
    layout = OciLayout.openOrCreate(temporary.resolve("layout"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ModelPreset.class,
      names = {"ARTIFACT", "MULTILAYER_TAR_ZSTD"})
  void unpack_sourceBreaks_leavesNothingUnderAFinalNameAndCanBeRepeated(ModelPreset preset)
      throws Exception {
    preset.packager().pack(model, layout, "v1");

    assertThatThrownBy(
            () ->
                ModelUnpacker.create()
                    .unpack(FaultySource.breaking(layout, LARGE, 9_000), "v1", target))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("connection reset");
    assertThat(TinyModel.contents(target).keySet())
        .allMatch(path -> path.startsWith(".ocimodel-unpack-"));

    ModelUnpacker.create().unpack(layout, "v1", target);
    assertThat(TinyModel.contents(target)).isEqualTo(TinyModel.contents(model));
  }

  @Test
  void unpack_rawFileWasCutOff_fetchesOnlyTheRest() throws Exception {
    ModelPackager.create().pack(model, layout, "v1");
    Transfer one = Transfer.create().withConcurrency(1);
    assertThatThrownBy(
            () ->
                ModelUnpacker.create()
                    .withTransfer(one)
                    .unpack(FaultySource.breaking(layout, LARGE, 9_000), "v1", target))
        .isInstanceOf(TransferException.class);

    FaultySource source = FaultySource.whole(layout);
    UnpackResult result = ModelUnpacker.create().withTransfer(one).unpack(source, "v1", target);

    assertThat(result.reusedBytes()).isGreaterThanOrEqualTo(9_000);
    assertThat(source.openings)
        .filteredOn(opening -> opening.descriptor().size() > LARGE)
        .extracting(FaultySource.Opening::offset)
        .containsExactlyInAnyOrder(9_000L, 0L);
    assertThat(TinyModel.contents(target)).isEqualTo(TinyModel.contents(model));
  }

  @Test
  void unpack_archiveLayerWasComplete_isNotFetchedAgain() throws Exception {
    ModelPreset.MULTILAYER_TAR.packager().pack(model, layout, "v1");
    Files.createDirectories(target.resolve("tokenizer/vocab.txt")); // in the way at the end
    assertThatThrownBy(() -> ModelUnpacker.create().unpack(layout, "v1", target))
        .hasMessageContaining("not a file");
    Files.delete(target.resolve("tokenizer/vocab.txt"));

    FaultySource source = FaultySource.whole(layout);
    UnpackResult result = ModelUnpacker.create().unpack(source, "v1", target);

    assertThat(result.fetchedBytes()).isZero();
    assertThat(TinyModel.contents(target)).isEqualTo(TinyModel.contents(model));
  }

  @Test
  void unpack_partialFileIsDamaged_startsItAgain() throws Exception {
    ModelPackager.create().pack(model, layout, "v1");
    assertThatThrownBy(
            () ->
                ModelUnpacker.create()
                    .unpack(FaultySource.breaking(layout, LARGE, 9_000), "v1", target))
        .isInstanceOf(TransferException.class);
    for (String path : TinyModel.contents(target).keySet()) {
      if (path.endsWith(".part")) {
        Files.write(target.resolve(path), new byte[9_000]);
      }
    }

    ModelUnpacker.create().unpack(layout, "v1", target);

    assertThat(TinyModel.contents(target)).isEqualTo(TinyModel.contents(model));
  }

  @ParameterizedTest
  @EnumSource(ModelPreset.class)
  void unpack_bytesAreDamaged_isAMismatch(ModelPreset preset) throws Exception {
    preset.packager().pack(model, layout, "v1");

    assertThatThrownBy(
            () -> ModelUnpacker.create().unpack(FaultySource.damaging(layout, LARGE), "v1", target))
        .isInstanceOf(ContentMismatchException.class);
    assertThat(TinyModel.contents(target).keySet())
        .allMatch(path -> path.startsWith(".ocimodel-unpack-"));
  }

  @Test
  void unpack_cancelled_canBeRepeated() throws Exception {
    ModelPackager.create().pack(model, layout, "v1");
    Cancellation cancellation = Cancellation.create();
    Transfer transfer =
        Transfer.create()
            .withCancellation(cancellation)
            .withListener(
                new TransferListener() {
                  @Override
                  public void onProgress(TransferItem item, long position) {
                    cancellation.cancel();
                  }
                });

    assertThatThrownBy(
            () -> ModelUnpacker.create().withTransfer(transfer).unpack(layout, "v1", target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(TinyModel.contents(target).keySet())
        .allMatch(path -> path.startsWith(".ocimodel-unpack-"));

    ModelUnpacker.create().unpack(layout, "v1", target);
    assertThat(TinyModel.contents(target)).isEqualTo(TinyModel.contents(model));
  }

  @Test
  void unpack_whileAnotherRunDoes_isRefused() throws Exception {
    ModelPackager.create().pack(model, layout, "v1");
    AtomicReference<Throwable> second = new AtomicReference<>();
    TransferListener unpacksToo =
        new TransferListener() {
          @Override
          public void onPlanned(int items, long bytes) {
            second.set(catchThrowable(() -> ModelUnpacker.create().unpack(layout, "v1", target)));
          }
        };

    ModelUnpacker.create()
        .withTransfer(Transfer.create().withListener(unpacksToo))
        .unpack(layout, "v1", target);

    assertThat(second.get())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Another run");
    assertThat(TinyModel.contents(target)).isEqualTo(TinyModel.contents(model));
  }

  @Test
  void unpack_interrupted_keepsTheFlag() throws Exception {
    ModelPackager.create().pack(model, layout, "v1");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> ModelUnpacker.create().unpack(layout, "v1", target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
