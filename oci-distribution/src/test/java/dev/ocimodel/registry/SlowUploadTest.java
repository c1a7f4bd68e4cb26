package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads to registries that take their time, and to those that never answer. */
class SlowUploadTest {

  private static final int LARGE = 32 * 1024 * 1024;
  private static final String ACCEPTED =
      "HTTP/1.1 202 Accepted\r\nLocation: /uploads/1\r\nContent-Length: 0\r\n\r\n";

  private static RegistryClient.Builder once() {
    return RegistryClient.builder().retryPolicy(RetryPolicy.create().withMaxAttempts(1));
  }

  /** Reads a body a mebibyte at a time, with a pause after each. */
  private static void readSlowly(InputStream in) throws IOException {
    byte[] buffer = new byte[1024 * 1024];
    for (int left = LARGE; left > 0; ) {
      int read = in.readNBytes(buffer, 0, Math.min(left, buffer.length));
      if (read == 0) {
        return;
      }
      left -= read;
      LockSupport.parkNanos(Duration.ofMillis(120).toNanos());
    }
  }

  @Test
  void write_oneLargeArrayOverASlowNetwork_isNoStall() throws IOException {
    byte[] large = new byte[LARGE];
    try (RawServer server =
            new RawServer(
                (number, in, socket) -> {
                  RawServer.head(in);
                  RawServer.say(socket, ACCEPTED);
                  String patch = RawServer.head(in);
                  if (patch.contains("chunked")) {
                    throw new IOException("the length is announced here");
                  }
                  readSlowly(in);
                  RawServer.say(socket, ACCEPTED);
                  RawServer.head(in);
                  RawServer.say(socket, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
                });
        RegistryClient client = once().stallTimeout(Duration.ofSeconds(2)).build()) {
      assertThat(
              client
                  .repository(server.host() + "/m")
                  .write(MediaType.OCTET_STREAM, new Announced(large))
                  .digest())
          .isEqualTo(Digest.sha256(large));
    }
  }

  private record Announced(byte[] content) implements dev.ocimodel.oci.BlobProducer {
    @Override
    public void writeTo(java.io.OutputStream out) throws IOException {
      out.write(content);
    }

    @Override
    public java.util.OptionalLong size() {
      return java.util.OptionalLong.of(content.length);
    }
  }

  @Test
  @Timeout(60)
  void push_noAnswerToThePost_endsWithTheStallNotTheCommit() {
    try (RawServer server =
            new RawServer(
                (number, in, socket) -> {
                  RawServer.head(in);
                  RawServer.say(socket, "HTTP/1.1 404 Not Found\r\n\r\n");
                  RawServer.stall(in);
                });
        RegistryClient client =
            once()
                .stallTimeout(Duration.ofMillis(300))
                .commitTimeout(Duration.ofMinutes(10))
                .build()) {
      assertThatThrownBy(
              () ->
                  client
                      .repository(server.host() + "/m")
                      .push(Blob.of(MediaType.OCTET_STREAM, new byte[9])))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }
}
