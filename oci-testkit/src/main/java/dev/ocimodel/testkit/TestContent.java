package dev.ocimodel.testkit;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import java.util.List;
import java.util.Random;

/** Small content for tests; the same seed always gives the same bytes. */
public final class TestContent {

  private static final Digest ANY_SHA512 = new Digest(Digest.SHA512, "0".repeat(128));

  private TestContent() {}

  /** Returns random bytes. */
  public static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Returns a blob of random bytes. */
  public static Blob blob(long seed, int size) {
    return Blob.of(MediaType.OCTET_STREAM, bytes(seed, size));
  }

  /** Returns a blob of random bytes whose digest is a SHA-512. */
  public static Blob sha512Blob(long seed, int size) {
    byte[] content = bytes(seed, size);
    Digester digester = Digester.matching(ANY_SHA512);
    digester.update(content, 0, size);
    return Blob.of(Descriptor.of(MediaType.OCTET_STREAM, digester.digest(), size), content);
  }

  /** Returns the blob {@code {}}, the config of the artifacts made here. */
  public static Blob emptyConfig() {
    return Blob.ofInline(Descriptor.EMPTY_JSON);
  }

  /** Returns a manifest of these layers with the empty config, not pushed anywhere. */
  public static ImageManifest artifact(String artifactType, List<Blob> layers) {
    return ImageManifest.create(
            Descriptor.EMPTY_JSON, layers.stream().map(Blob::descriptor).toList())
        .withArtifactType(new MediaType(artifactType));
  }
}
