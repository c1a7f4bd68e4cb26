package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Network table: stall and trickle. The time limit of each test is far below what it would take.
 */
@Timeout(20)
class StallTest {

  private static final byte[] CONTENT = new byte[100_000];
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCTET_STREAM, CONTENT);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
  private static final Duration LIMIT = Duration.ofMillis(300);

  /** Where it stops, or nearly. */
  enum Moment {
    BEFORE_THE_ANSWER {
      @Override
      void go(Socket socket) {
        // not a byte
      }
    },
    IN_THE_STATUS_LINE {
      @Override
      void go(Socket socket) throws IOException {
        RawServer.say(socket, "HTTP/1.1 2");
      }
    },
    IN_THE_HEAD {
      @Override
      void go(Socket socket) throws IOException {
        RawServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Len");
      }
    },
    AFTER_THE_HEAD {
      @Override
      void go(Socket socket) throws IOException {
        RawServer.say(socket, HEAD);
      }
    },
    IN_THE_BODY {
      @Override
      void go(Socket socket) throws IOException {
        RawServer.say(socket, HEAD + "0123456789");
      }
    },
    TRICKLED_HEAD {
      @Override
      void go(Socket socket) throws IOException {
        RawServer.say(socket, "HTTP/1.1 200 OK\r\nX-Slow: ");
        trickle(socket);
      }
    },
    TRICKLED_BODY {
      @Override
      void go(Socket socket) throws IOException {
        RawServer.say(socket, HEAD);
        trickle(socket);
      }
    };

    abstract void go(Socket socket) throws IOException;

    private static void trickle(Socket socket) throws IOException {
      while (true) { // until the client has hung up
        RawServer.say(socket, "x");
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  private static RawServer stalling(Moment moment) {
    return new RawServer(
        (number, in, socket) -> {
          RawServer.head(in);
          moment.go(socket);
          RawServer.stall(in);
        });
  }

  private static RegistryClient client(int attempts) {
    return RegistryClient.builder()
        .stallTimeout(LIMIT)
        .retryPolicy(
            RetryPolicy.create().withMaxAttempts(attempts).withBaseDelay(Duration.ofMillis(1)))
        .build();
  }

  private static byte[] read(RegistryClient client, RawServer server) throws IOException {
    try (InputStream in = client.repository(server.host() + "/m").blob(BLOB).open()) {
      return in.readAllBytes();
    }
  }

  /** Promise 17: a stall is aborted in the set time, wherever it happens; so is a trickle. */
  @ParameterizedTest
  @EnumSource(Moment.class)
  void read_stall_abortedInSetTime(Moment moment) throws Exception {
    try (RawServer server = stalling(moment)) {
      try (RegistryClient client = client(1)) {
        assertThatThrownBy(() -> read(client, server)).isInstanceOf(SocketTimeoutException.class);
      }
      assertThat(server.connections()).isEqualTo(1);
      Leftovers.assertNone(server);
    }
  }

  /** Promise 17: and it is tried as often as the policy says, not for ever. */
  @ParameterizedTest
  @EnumSource(
      value = Moment.class,
      names = {"IN_THE_BODY", "TRICKLED_BODY"})
  void read_stallEachTime_givenUp(Moment moment) throws Exception {
    try (RawServer server =
        new RawServer(
            (number, in, socket) -> {
              String range = RawServer.head(in).replaceFirst("(?is).*bytes=(\\d+-\\d+).*", "$1");
              int from = range.length() > 20 ? 0 : Integer.parseInt(range.split("-", -1)[0]);
              String head =
                  "HTTP/1.1 206 Partial Content\r\nContent-Length: %d\r\nContent-Range: bytes %d-99999/100000\r\n\r\n"
                      .formatted(100_000 - from, from);
              RawServer.say(socket, (from == 0 ? HEAD : head) + "x");
              if (moment == Moment.TRICKLED_BODY) {
                Moment.trickle(socket);
              }
              RawServer.stall(in);
            })) {
      try (RegistryClient client = client(3)) {
        assertThatThrownBy(() -> read(client, server)).isInstanceOf(SocketTimeoutException.class);
      }
      assertThat(server.connections()).isEqualTo(3);
      Leftovers.assertNone(server);
    }
  }

  /** Slow is not stalled: what comes steadily may take as long as it takes. */
  @Test
  void read_slowButSteady_isWhole() throws Exception {
    try (RawServer server =
            new RawServer(
                (number, in, socket) -> {
                  RawServer.head(in);
                  RawServer.say(socket, HEAD);
                  for (int at = 0; at < CONTENT.length; at += 5_000) {
                    socket.getOutputStream().write(CONTENT, at, 5_000);
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                  }
                });
        RegistryClient client = client(1)) {
      assertThat(read(client, server)).isEqualTo(CONTENT);
    }
  }
}
