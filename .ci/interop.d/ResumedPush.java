import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.RegistryClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Pushes a file and prints how many of its bytes were read for that, and its digest. */
class ResumedPush {
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    Descriptor descriptor =
        Descriptor.of(MediaType.OCTET_STREAM, digest(file), Files.size(file));
    Blob blob = Blob.of(descriptor, file);
    AtomicLong read = new AtomicLong();
    Blob counted =
        new Blob() {
          @Override
          public Descriptor descriptor() {
            return descriptor;
          }

          @Override
          public InputStream open(long offset, long length) throws IOException {
            return new FilterInputStream(blob.open(offset, length)) {
              @Override
              public int read(byte[] buffer, int from, int count) throws IOException {
                int got = super.read(buffer, from, count);
                read.addAndGet(Math.max(0, got));
                return got;
              }
            };
          }
        };
    try (RegistryClient client =
        RegistryClient.builder().uploadSessions(Path.of(arguments[2])).build()) {
      client.repository(arguments[0]).push(counted);
    }
    System.out.println(read + " " + descriptor.digest());
  }

  private static Digest digest(Path file) throws IOException {
    Digester digester = Digester.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digester.update(buffer, 0, n);
      }
    }
    return digester.digest();
  }
}
