package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What the parts of {@link ContentTargetContract} share. */
interface TargetContract {

  /** Returns the store of the running test. */
  ContentTarget target();

  /** Reads a blob back, verified. */
  default byte[] read(Descriptor descriptor) throws IOException {
    try (InputStream in = target().blob(descriptor).open()) {
      return in.readAllBytes();
    }
  }

  default void assertHolds(Blob blob) throws IOException {
    assertThat(target().contains(blob.descriptor())).isTrue();
    try (InputStream in = blob.open()) {
      assertThat(read(blob.descriptor())).isEqualTo(in.readAllBytes());
    }
  }

  default void assertAbsent(Descriptor descriptor) {
    assertThat(target().contains(descriptor)).isFalse();
    assertThatThrownBy(() -> read(descriptor)).isInstanceOf(ContentNotFoundException.class);
  }

  /** Pushes an artifact of one small layer, children first; the seed makes it another one. */
  default ImageManifest pushArtifact(long seed) throws IOException {
    Blob layer = TestContent.blob(seed, 100);
    ImageManifest manifest = TestContent.artifact("application/vnd.test.model", List.of(layer));
    target().push(TestContent.emptyConfig());
    target().push(layer);
    target().push(manifest.toBlob());
    return manifest;
  }
}
