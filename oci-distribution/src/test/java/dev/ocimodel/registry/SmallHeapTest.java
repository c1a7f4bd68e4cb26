package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory is bounded by options: 2 GiB each way in a heap of 64 MiB, the server's part included. */
@Timeout(300)
class SmallHeapTest {

  static final long SIZE = 2L << 30;

  @Test
  void transfer_twoGibibytesBothWays_in64MebibytesOfHeap() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath(),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output).contains("all " + SIZE + " bytes both ways");
    assertThat(child.exitValue()).isZero();
  }

  /** The tests run on the module path; the child has all of it on the class path. */
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs in a process of its own. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) throws IOException {
      byte[] block = new byte[1 << 18];
      try (RawServer server = new RawServer((number, in, socket) -> serve(in, socket, block));
          RegistryClient client = RegistryClient.builder().build()) {
        Repository repository = client.repository(server.host() + "/m");
        Descriptor written =
            repository.write(
                MediaType.OCTET_STREAM,
                out -> {
                  for (long left = SIZE; left > 0; left -= block.length) {
                    out.write(block);
                  }
                });
        Descriptor whole = Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256(new byte[0]), SIZE);
        long read = 0;
        try (InputStream in = repository.blob(whole).open(0, SIZE)) {
          for (int n = in.read(block); n >= 0; n = in.read(block)) {
            read += n;
          }
        }
        System.out.println(
            read == written.size() ? "all " + read + " bytes both ways" : "only " + read);
      }
    }

    private static void serve(InputStream in, java.net.Socket socket, byte[] block)
        throws IOException {
      for (String head = RawServer.head(in); !head.isEmpty(); head = RawServer.head(in)) {
        if (head.startsWith("PATCH")) {
          skipChunks(in);
        }
        if (head.startsWith("GET")) {
          RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
          for (long left = SIZE; left > 0; left -= block.length) {
            socket.getOutputStream().write(block);
          }
        } else {
          RawServer.say(
              socket, "HTTP/1.1 202 Accepted\r\nLocation: /u\r\nContent-Length: 0\r\n\r\n");
        }
      }
    }

    private static void skipChunks(InputStream in) throws IOException {
      while (true) {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
          line.append((char) c);
        }
        int size = Integer.parseInt(line.toString().strip(), 16);
        in.skipNBytes(size + 2L);
        if (size == 0) {
          return;
        }
      }
    }
  }
}
