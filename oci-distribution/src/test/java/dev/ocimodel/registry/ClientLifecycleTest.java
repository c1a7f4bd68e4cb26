package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is left of a client when it is closed, and when it is not. */
class ClientLifecycleTest {

  @Test
  void close_whileABodyIsOpen_endsItAndEveryThread() throws IOException, InterruptedException {
    byte[] content = new byte[1_000_000];
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, content);
    try (TestRegistry registry =
        TestRegistry.builder()
            .faults(
                request -> request.method().equals("GET") ? Fault.stallAfter(1000) : Fault.none())
            .start()) {
      RegistryClient client = RegistryClient.builder().build();
      Repository repository = client.repository(registry.address() + "/m");
      repository.push(Blob.of(descriptor, content));
      InputStream in = repository.blob(descriptor).open(0, content.length);
      assertThat(in.read()).isZero();
      Set<Thread> watchdogs = clientThreads();
      assertThat(watchdogs).isNotEmpty().allMatch(Thread::isDaemon);
      client.close();
      for (Thread watchdog : watchdogs) {
        watchdog.join();
      }
      assertThatThrownBy(in::readAllBytes).isInstanceOf(Exception.class);
      in.close();
    }
  }

  @Test
  void ping_afterClose_failsEachTimeAndNeverWaits() {
    try (TestRegistry registry = TestRegistry.start()) {
      RegistryClient client = RegistryClient.builder().maxConnections(1).build();
      client.close();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> client.ping(registry.address())).isInstanceOf(Exception.class);
      }
    }
  }

  private static Set<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("ocimodel-registry"))
        .collect(Collectors.toSet());
  }

  @Test
  void main_forgetsToClose_exitsByItself() throws Exception {
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path")
                        + System.getProperty("path.separator")
                        + System.getProperty("jdk.module.path", ""),
                    ForgetfulProgram.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(2, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(child.exitValue()).as(output).isZero();
    assertThat(output).contains("copied");
  }

  /** Copies from a registry and closes nothing. */
  static final class ForgetfulProgram {

    private ForgetfulProgram() {}

    public static void main(String[] args) throws IOException {
      TestRegistry registry = TestRegistry.start();
      RegistryClient client = RegistryClient.builder().build();
      Repository first = client.repository(registry.address() + "/first");
      first.push(Blob.of(Descriptor.EMPTY_JSON, new byte[] {'{', '}'}));
      var manifest =
          ImageManifest.create(Descriptor.EMPTY_JSON, List.of())
              .withArtifactType(new MediaType("application/vnd.example"));
      first.push(manifest.toBlob());
      first.tag(manifest.descriptor(), "v1");
      OciLayout layout = OciLayout.openOrCreate(Files.createTempDirectory("forgetful"));
      Transfer.create().copy(first, "v1", layout);
      System.out.println("copied " + layout.tags());
    }
  }
}
