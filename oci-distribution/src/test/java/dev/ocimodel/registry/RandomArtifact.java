package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Artifacts of random bytes, and whether a store holds one of them whole. */
final class RandomArtifact {

  static final String TAG = "v1";

  private RandomArtifact() {}

  /** Writes an artifact with a layer of each size, and tags it {@link #TAG}. */
  static Descriptor write(ContentTarget target, long seed, int... sizes) throws IOException {
    Random random = new Random(seed);
    target.push(Blob.of(Descriptor.EMPTY_JSON, new byte[] {'{', '}'}));
    List<Descriptor> layers = new ArrayList<>();
    for (int size : sizes) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      layers.add(target.write(MediaType.OCTET_STREAM, out -> out.write(content)));
    }
    ImageManifest manifest =
        ImageManifest.create(Descriptor.EMPTY_JSON, layers)
            .withArtifactType(new MediaType("application/vnd.example.model"));
    target.push(manifest.toBlob());
    target.tag(manifest.descriptor(), TAG);
    return manifest.descriptor();
  }

  /** Reads every byte of the artifact; reading is what verifies it. */
  static void assertWhole(ContentSource store, Descriptor root) throws IOException {
    assertThat(store.resolve(TAG).digest()).isEqualTo(root.digest());
    Manifest manifest = store.manifest(root);
    for (Descriptor child : manifest.children()) {
      assertBlob(store, child);
    }
  }

  static void assertBlob(ContentSource store, Descriptor blob) throws IOException {
    try (InputStream in = store.blob(blob).open()) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** No file under a blob's name is anything but that blob. */
  static void assertNothingHalfVisible(Path layout) throws IOException {
    Path blobs = layout.resolve("blobs/sha256");
    if (!Files.exists(blobs)) {
      return;
    }
    try (Stream<Path> files = Files.list(blobs)) {
      for (Path file : files.toList()) {
        assertThat(Digest.sha256(Files.readAllBytes(file)))
            .hasToString("sha256:" + file.getFileName());
      }
    }
  }
}
