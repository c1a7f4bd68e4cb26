package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model that somebody writes while it is packed. */
class ChangingFileTest {

  private static final String FILE = "model-00001-of-00002.safetensors";

  @TempDir Path temporary;
  Path model;

  @BeforeEach
  void writeModel() throws Exception {
    model = TinyModel.write(temporary.resolve("model"));
  }

  enum Change {
    GROWS,
    SHRINKS,
    IS_TOUCHED,
    IS_REPLACED;

    void apply(Path file) throws IOException {
      FileTime modified = Files.getLastModifiedTime(file);
      byte[] content = Files.readAllBytes(file);
      switch (this) {
        case GROWS -> Files.write(file, new byte[content.length + 1]);
        case SHRINKS -> Files.write(file, new byte[content.length - 1]);
        case IS_TOUCHED -> {
          Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
          return;
        }
        case IS_REPLACED -> {
          Path other = Files.write(file.resolveSibling("other.tmp"), content);
          Files.setLastModifiedTime(other, modified);
          Files.delete(file);
          Files.move(other, file);
        }
      }
      Files.setLastModifiedTime(file, modified);
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void pack_fileChangesBeforeItIsRead_isFound(Change change) {
    assertFound(ModelPackager.create(), change, 0);
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void pack_fileChangesWhileItIsRead_isFound(Change change) {
    assertFound(ModelPackager.create(), change, 1);
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void pack_fileChangesOnItsWayIntoATar_isFound(Change change) {
    assertFound(ModelPreset.MULTILAYER_TAR.packager(), change, 1);
  }

  private void assertFound(ModelPackager packager, Change change, long atPosition) {
    OciLayout layout = OciLayout.openOrCreate(temporary.resolve("layout"));
    TransferListener changer =
        new TransferListener() {
          private boolean changed;

          @Override
          public void onStarted(TransferItem item) {
            apply(item, 0);
          }

          @Override
          public void onProgress(TransferItem item, long position) {
            apply(item, position);
          }

          private void apply(TransferItem item, long position) {
            if (!changed && item.name().equals(FILE) && position >= atPosition) {
              changed = true;
              try {
                change.apply(model.resolve(FILE));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };

    assertThatThrownBy(
            () ->
                packager
                    .withTransfer(Transfer.create().withConcurrency(1).withListener(changer))
                    .pack(model, layout, "v1"))
        .isInstanceOf(ContentMismatchException.class)
        .hasMessageContaining(FILE);
    assertThat(layout.tags()).isEmpty();
  }
}
