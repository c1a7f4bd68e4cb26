package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The process that {@link LayoutProcessTest} starts, and kills. */
final class LayoutChild {

  static final int BLOB_SIZE = 4_000_000;
  static final int PAUSE_AT = 3_000_000;

  private LayoutChild() {}

  public static void main(String[] arguments) throws IOException {
    OciLayout layout = OciLayout.openOrCreate(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "tag" -> tag(layout, arguments[2], Integer.parseInt(arguments[3]));
      case "push" -> layout.push(new PausingBlob());
      case "write" ->
          layout.write(
              MediaType.OCTET_STREAM,
              out -> {
                out.write(new byte[PAUSE_AT]);
                pause();
              });
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void tag(OciLayout layout, String name, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      layout.tag(TestContent.pushArtifact(layout, "shared", name + i), name + "-" + i);
    }
  }

  static Blob blob() {
    return Blob.of(MediaType.OCTET_STREAM, TestContent.randomBytes(BLOB_SIZE));
  }

  /** Tells the parent, and waits until it is killed or its input ends. */
  private static void pause() throws IOException {
    System.out.println("reached " + PAUSE_AT);
    if (System.in.read() < 0) {
      throw new IOException("the parent has gone");
    }
  }

  private static final class PausingBlob implements Blob {

    private final byte[] content = TestContent.randomBytes(BLOB_SIZE);

    @Override
    public Descriptor descriptor() {
      return Descriptor.of(MediaType.OCTET_STREAM, content);
    }

    @Override
    public InputStream open(long offset, long length) {
      InputStream all = new ByteArrayInputStream(content, (int) offset, (int) length);
      return new FilterInputStream(all) {
        private long position = offset;

        @Override
        public int read(byte[] buffer, int from, int count) throws IOException {
          if (position == PAUSE_AT) {
            pause();
          }
          int wanted = position < PAUSE_AT ? (int) Math.min(count, PAUSE_AT - position) : count;
          int read = in.read(buffer, from, wanted);
          position += Math.max(read, 0);
          return read;
        }
      };
    }
  }
}
