package dev.ocimodel.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layout on a file system of one mebibyte; needs the right to mount one. */
class DiskFullTest {

  @TempDir Path directory;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString()),
        "cannot mount a tmpfs of 1 MiB on " + directory + " (needs root on Linux)");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", directory.toString());
  }

  /** Promise 23: the disk is full, and the old state is intact. */
  @Test
  void push_diskFull_failsLeavesTheLayoutWholeAndTheNextRunSucceedsOnceThereIsRoom()
      throws Exception {
    OciLayout layout = OciLayout.openOrCreate(directory.resolve("layout"));
    Descriptor manifest = TestContent.pushArtifact(layout, "x");
    layout.tag(manifest, "v1");
    Blob large = Blob.of(MediaType.OCTET_STREAM, TestContent.randomBytes(1_200_000));

    assertThatThrownBy(() -> layout.push(large)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> layout.tag(manifest, "v2")).isInstanceOf(IOException.class);

    assertThat(layout.contains(large.descriptor())).isFalse();
    assertThat(layout.tags()).containsExactly("v1");
    assertThat(run("mount", "-o", "remount,size=4m", directory.toString())).isTrue();
    layout.push(large);
    layout.tag(manifest, "v2");
    assertThat(layout.contains(large.descriptor())).isTrue();
    assertThat(layout.tags()).containsExactly("v1", "v2");
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
