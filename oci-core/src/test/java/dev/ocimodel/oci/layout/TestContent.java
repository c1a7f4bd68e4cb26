package dev.ocimodel.oci.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Content for layouts, and blobs that break where a test wants them to. */
final class TestContent {

  private TestContent() {}

  static Blob blob(String content) {
    return Blob.of(MediaType.OCTET_STREAM, content.getBytes(UTF_8));
  }

  static byte[] randomBytes(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  /** Pushes an artifact of some layers and returns its manifest. */
  static Descriptor pushArtifact(ContentTarget target, String... layers) throws IOException {
    Blob config = Blob.ofInline(Descriptor.EMPTY_JSON);
    target.push(config);
    List<Descriptor> descriptors = new ArrayList<>();
    for (String layer : layers) {
      target.push(blob(layer));
      descriptors.add(blob(layer).descriptor());
    }
    ImageManifest manifest =
        ImageManifest.create(config.descriptor(), descriptors)
            .withArtifactType(new MediaType("application/x.test"));
    target.push(manifest.toBlob());
    return manifest.descriptor();
  }

  /** A blob that records where it was opened and fails at {@code failAt} (never when negative). */
  static final class BreakingBlob implements Blob {

    private final Descriptor descriptor;
    private final byte[] content;
    private final int failAt;
    final List<Long> opened = new ArrayList<>();

    BreakingBlob(byte[] content, int failAt) {
      this.descriptor = Descriptor.of(MediaType.OCTET_STREAM, content);
      this.content = content;
      this.failAt = failAt;
    }

    @Override
    public Descriptor descriptor() {
      return descriptor;
    }

    @Override
    public InputStream open(long offset, long length) {
      opened.add(offset);
      InputStream in = new ByteArrayInputStream(content, (int) offset, (int) length);
      return new FilterInputStream(in) {
        private long position = offset;

        @Override
        public int read(byte[] buffer, int from, int count) throws IOException {
          if (failAt >= 0 && position >= failAt) {
            throw new IOException("broken at " + failAt);
          }
          int wanted = failAt < 0 ? count : (int) Math.min(count, failAt - position);
          int read = in.read(buffer, from, wanted);
          position += Math.max(read, 0);
          return read;
        }
      };
    }
  }
}
