package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten thousand transfers by one client leave what a thousand left: threads, connections and heap
 * stay flat. Each copy is a pull and a push.
 */
@Timeout(180)
class ManyTransfersTest {

  private static final int COPIES = 5_000;
  private static final int WARM = 500;
  private static final Pattern STATE =
      Pattern.compile("(\\w+): (\\d+) threads, (\\d+) sockets, (\\d+) KiB");

  @Test
  void copy_tenThousandTransfers_nothingGrows() throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      try (RegistryClient client = RegistryClient.builder().build()) {
        RandomArtifact.write(client.repository(registry.address() + "/source"), 1, 2_000);
      }
      Process child =
          ChildJvm.start(List.of("-Xmx32m", "-Xss512k"), Program.class, registry.address());
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).as(output).isZero();
      long[] warm = state(output, "warm");
      long[] end = state(output, "end");
      assertThat(end[0]).as("threads: " + output).isLessThanOrEqualTo(warm[0] + 2);
      assertThat(end[1]).as("sockets: " + output).isLessThanOrEqualTo(warm[1] + 2);
      assertThat(end[2]).as("heap: " + output).isLessThanOrEqualTo(warm[2] + 1_024);
      assertThat(state(output, "closed")[1]).as(output).isEqualTo(state(output, "before")[1]);
    }
  }

  private static long[] state(String output, String when) {
    Matcher state = STATE.matcher(output);
    while (state.find()) {
      if (state.group(1).equals(when)) {
        return new long[] {
          Long.parseLong(state.group(2)),
          Long.parseLong(state.group(3)),
          Long.parseLong(state.group(4))
        };
      }
    }
    throw new AssertionError("no state " + when + " in " + output);
  }

  /** Copies, and says now and then what it holds. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws IOException {
      Transfer transfer = Transfer.create();
      String[] address = arguments[0].split(":", -1);
      new Socket(address[0], Integer.parseInt(address[1])).close(); // the JDK then keeps one itself
      say("before");
      try (RegistryClient from = RegistryClient.builder().build();
          RegistryClient to = RegistryClient.builder().build()) {
        Repository source = from.repository(arguments[0] + "/source");
        for (int i = 0; i < COPIES; i++) {
          if (i == WARM) {
            say("warm");
          }
          Repository target = to.repository(arguments[0] + "/copies/n" + i);
          transfer.copy(source, RandomArtifact.TAG, target, RandomArtifact.TAG);
        }
        say("end");
      }
      say("closed");
    }

    private static void say(String when) throws IOException {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      long used = runtime.totalMemory() - runtime.freeMemory();
      System.out.printf(
          "%s: %d threads, %d sockets, %d KiB%n",
          when, Thread.getAllStackTraces().size(), sockets(), used / 1024);
    }

    /** Where the system does not say, there are none. */
    private static long sockets() throws IOException {
      Path descriptors = Path.of("/proc/self/fd");
      if (!Files.isDirectory(descriptors)) {
        return 0;
      }
      try (Stream<Path> open = Files.list(descriptors)) {
        return open.filter(Program::isSocket).count();
      }
    }

    private static boolean isSocket(Path descriptor) {
      try {
        return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
      } catch (IOException e) {
        return false; // closed in the meantime, as that of the listing itself
      }
    }
  }
}
