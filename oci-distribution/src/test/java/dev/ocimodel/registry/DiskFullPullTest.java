package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferException;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull onto a file system of two mebibytes; needs the right to mount one. */
class DiskFullPullTest {

  @TempDir Path directory;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", directory.toString()),
        "cannot mount a tmpfs of 2 MiB on " + directory + " (needs root on Linux)");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", directory.toString());
  }

  /** Promise 23: the disk is full in the middle of a pull, and the old state is intact. */
  @Test
  void pull_diskFull_typedErrorAndOldStateIntact() throws Exception {
    OciLayout layout = OciLayout.openOrCreate(directory.resolve("layout"));
    try (TestRegistry registry = TestRegistry.start()) {
      Descriptor old;
      try (RegistryClient client = RegistryClient.builder().build()) {
        Repository small = client.repository(registry.address() + "/models/small");
        Repository large = client.repository(registry.address() + "/models/large");
        old = RandomArtifact.write(small, 1, 100_000, 200_000);
        Descriptor wanted = RandomArtifact.write(large, 2, 100, 3_000_000);
        Transfer.create().copy(small, RandomArtifact.TAG, layout, RandomArtifact.TAG);

        assertThatThrownBy(
                () -> Transfer.create().copy(large, RandomArtifact.TAG, layout, RandomArtifact.TAG))
            .isInstanceOfSatisfying(
                TransferException.class,
                e -> assertThat(e.side()).isEqualTo(TransferException.Side.TARGET))
            .hasMessageContaining("No space left");

        RandomArtifact.assertWhole(layout, old);
        RandomArtifact.assertNothingHalfVisible(layout.directory());
        assertThat(layout.contains(wanted)).isFalse();
        assertThat(run("mount", "-o", "remount,size=8m", directory.toString())).isTrue();
        Transfer.create().copy(large, RandomArtifact.TAG, layout, RandomArtifact.TAG);
        RandomArtifact.assertWhole(layout, wanted);
      }
      Leftovers.assertNone();
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
