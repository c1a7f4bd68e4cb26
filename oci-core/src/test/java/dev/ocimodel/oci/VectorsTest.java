package dev.ocimodel.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ocimodel.oci.layout.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts that other tools have written; {@code -Docimodel.vectors} says where they are. */
class VectorsTest {

  @ParameterizedTest
  @ValueSource(strings = {"kit", "modctl-raw", "modctl-tar", "oras", "oras-dir"})
  void open_layoutOfAnotherTool_everyBlobVerifiesAndTheManifestKeepsItsBytes(String tool)
      throws IOException {
    OciLayout layout = OciLayout.open(vectors().resolve(tool));
    Descriptor root = layout.resolve("1");

    Manifest manifest = layout.manifest(root);

    assertThat(layout.resolve(root.digest().toString()).digest()).isEqualTo(root.digest());
    assertThat(manifest.toByteArray()).isEqualTo(layout.blob(root).read(layout.limits()));
    assertThat(manifest.descriptor().digest()).isEqualTo(root.digest());
    assertThat(manifest.children()).hasSizeGreaterThan(1);
    for (Descriptor child : manifest.children()) {
      assertThat(layout.contains(child)).as(child.displayName()).isTrue();
      try (InputStream in = layout.blob(child).open()) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
    }
  }

  private static Path vectors() {
    Path directory = Path.of(System.getProperty("ocimodel.vectors", besideTheCheckout()));
    assumeTrue(Files.isDirectory(directory), "no directory " + directory.toAbsolutePath());
    return directory;
  }

  private static String besideTheCheckout() {
    String beside = "shared/vectors";
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      if (Files.isDirectory(up.resolve(beside))) {
        return up.resolve(beside).toString();
      }
    }
    return beside;
  }
}
