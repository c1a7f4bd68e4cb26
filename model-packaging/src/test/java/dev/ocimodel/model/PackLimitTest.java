package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.BlobTooLargeException;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that takes no large blobs. */
class PackLimitTest {

  @TempDir Path work;
  private final List<String> calls = new CopyOnWriteArrayList<>();

  @BeforeEach
  void writeModel() throws IOException {
    Files.createDirectories(work.resolve("model"));
    Files.writeString(work.resolve("model/config.json"), "{}");
    Files.write(work.resolve("model/weights.bin"), new byte[5_000]);
  }

  /** A layout, but for the size of its blobs. */
  private ContentTarget taking(long bytes) {
    OciLayout layout = OciLayout.openOrCreate(work.resolve("layout"));
    return (ContentTarget)
        Proxy.newProxyInstance(
            PackLimitTest.class.getClassLoader(),
            new Class<?>[] {ContentTarget.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              if (method.getName().equals("maxBlobSize")) {
                return OptionalLong.of(bytes);
              }
              try {
                return method.invoke(layout, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void pack_fileOverTheLimit_refusedBeforeAByteMoves() {
    ContentTarget target = taking(4_999);
    assertThatThrownBy(() -> ModelPackager.create().pack(work.resolve("model"), target, "v1"))
        .isInstanceOfSatisfying(
            BlobTooLargeException.class, e -> assertThat(e.size()).isEqualTo(5_000));
    assertThat(calls).doesNotContain("write", "push");
  }

  @Test
  void pack_fileOfTheLimit_packed() {
    ModelPackager.create().pack(work.resolve("model"), taking(5_000), "v1");
    assertThat(calls).contains("write", "tag");
  }

  /** A tar is larger than its files: it holds their heads, and ends in empty blocks. */
  @Test
  void pack_tarOverTheLimit_refusedBeforeAByteMoves() {
    ContentTarget target = taking(5_000);
    assertThatThrownBy(
            () ->
                ModelPackager.create()
                    .withLayerFormat(LayerFormat.TAR)
                    .pack(work.resolve("model"), target, "v1"))
        .isInstanceOfSatisfying(
            BlobTooLargeException.class, e -> assertThat(e.size()).isGreaterThan(5_512));
    assertThat(calls).doesNotContain("write", "push");
  }
}
