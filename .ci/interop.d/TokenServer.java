import dev.ocimodel.testkit.RecordedRequest;
import dev.ocimodel.testkit.TestTokenServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The testkit's token server, until it is killed: PORT USER PASSWORD LIFETIME CLOCK DIR. Tokens are
 * good for LIFETIME seconds and dated by a clock that is CLOCK seconds slow. Its key set goes to
 * DIR/jwks.json, its requests to DIR/requests, a line each.
 */
class TokenServer {
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[5]);
    Duration slow = Duration.ofSeconds(Long.parseLong(arguments[4]));
    try (TestTokenServer server =
        TestTokenServer.builder()
            .port(Integer.parseInt(arguments[0]))
            .account(arguments[1], arguments[2])
            .tokenLifetime(Duration.ofSeconds(Long.parseLong(arguments[3])))
            .clock(Clock.offset(Clock.systemUTC(), slow.negated()))
            .start()) {
      write(directory.resolve("jwks.json"), server.keySet());
      while (true) {
        List<String> lines = server.requests().stream().map(RecordedRequest::toString).toList();
        write(directory.resolve("requests"), String.join("\n", lines) + "\n");
        Thread.sleep(100);
      }
    }
  }

  private static void write(Path file, String text) throws Exception {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
