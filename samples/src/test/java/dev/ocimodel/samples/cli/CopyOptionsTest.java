package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.testkit.RecordedRequest;
import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of a copy. */
class CopyOptionsTest {

  private final TestRegistry registry = TestRegistry.start();
  private String reference = "";

  @TempDir Path work;

  @BeforeEach
  void prepare() throws IOException {
    Path model = TestModel.create().writeTo(work.resolve("model"));
    reference = registry.address() + "/models/tiny:v1";
    CommandRun.of("pack", model.toString(), "--to", reference).assertDone();
    registry.forgetRequests();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private String layout(String name) {
    return "oci:" + work.resolve(name) + ":v1";
  }

  private List<String> blobsAsked() {
    return registry.requests().stream()
        .filter(r -> r.method().equals("GET") && r.path().contains("/blobs/"))
        .map(RecordedRequest::path)
        .toList();
  }

  @Test
  void copy_dryRun_saysWhatWouldMoveAndMovesNothing() {
    CommandRun run = CommandRun.of("copy", reference, layout("dry"), "--dry-run").assertDone();
    assertThat(run.out()).contains("would be copied").contains("copy ");
    assertThat(blobsAsked()).isEmpty();
  }

  @Test
  void copy_dryRunAsJson_holdsTheItems() {
    CommandRun run =
        CommandRun.of("copy", reference, layout("dry"), "--dry-run", "--json").assertDone();
    assertThat(run.out()).contains("\"copyBytes\":").contains("\"action\":\"copy\"");
  }

  @Test
  void copy_dryRunOfWhatIsThere_skips() {
    CommandRun.of("copy", reference, layout("all")).assertDone();
    CommandRun run = CommandRun.of("copy", reference, layout("all"), "--dry-run").assertDone();
    assertThat(run.out()).contains("0 B would be copied").doesNotContain("copy  ");
  }

  @Test
  void copy_include_takesThoseLayersOnly() throws IOException {
    CommandRun.of("copy", reference, layout("part"), "--include", "*.json").assertDone();
    CommandRun.of("copy", reference, layout("all")).assertDone();
    assertThat(blobs("part")).isLessThan(blobs("all"));
    CommandRun.of("pull", layout("part"), work.resolve("out").toString())
        .assertFailed("copy it whole");
    CommandRun.of("copy", reference, layout("part")).assertDone();
    assertThat(blobs("part")).isEqualTo(blobs("all"));
    CommandRun.of("pull", layout("part"), work.resolve("out").toString()).assertDone();
  }

  private long blobs(String name) throws IOException {
    try (Stream<Path> files = Files.list(work.resolve(name).resolve("blobs/sha256"))) {
      return files.count();
    }
  }

  @Test
  void copy_includeIntoARegistry_saysThatItTakesWholeOnesOnly() {
    CommandRun run =
        CommandRun.of("copy", reference, registry.address() + "/other:v1", "--include", "*.json");
    run.assertMisused("cannot hold a part");
  }

  @Test
  void copy_referrers_comeWithIt() {
    CommandRun.of("copy", reference, layout("with"), "--referrers").assertDone();
    assertThat(registry.requests()).anyMatch(r -> r.path().contains("/referrers/"));
  }

  @Test
  void copy_json_countsBytesByCause() {
    CommandRun run = CommandRun.of("copy", reference, layout("json"), "--json").assertDone();
    assertThat(run.out())
        .contains("\"copiedBytes\":", "\"skippedBytes\":0", "\"resumedBytes\":0", "retriedBytes");
  }

  @Test
  void copy_hostsDirectory_mirrorIsAskedFirst() throws IOException {
    try (TestRegistry mirror = TestRegistry.start()) {
      CommandRun.of("copy", reference, mirror.address() + "/models/tiny:v1").assertDone();
      registry.forgetRequests();
      Path hosts = work.resolve("hosts").resolve(registry.address().replace(":", "_") + "_");
      Files.createDirectories(hosts);
      Files.writeString(
          hosts.resolve("hosts.toml"),
          "server = \"http://"
              + registry.address()
              + "\"\n[host.\"http://"
              + mirror.address()
              + "\"]\n  capabilities = [\"pull\", \"resolve\"]\n");
      CommandRun.of(
              "copy", reference, layout("near"), "--hosts-dir", work.resolve("hosts").toString())
          .assertDone();
      assertThat(registry.requests()).isEmpty();
    }
  }

  @Test
  void copy_userForTwoRegistries_isNotSentToBoth() {
    CommandRun.of("copy", reference, "other.example/m:v1", "--username", "u", "--password-stdin")
        .assertMisused("--username");
  }

  @Test
  void copy_userWithoutPassword_isMisuse() {
    CommandRun.of("copy", reference, layout("x"), "--username", "u").assertMisused("go together");
  }

  @Test
  void copy_certificateWithoutKey_isMisuse() {
    CommandRun.of("copy", reference, layout("x"), "--cert", "c.pem").assertMisused("--key");
  }

  @Test
  void copy_absentAuthority_isNamed() {
    CommandRun.of("copy", "registry.invalid/m:v1", layout("x"), "--ca", "no-such.pem")
        .assertFailed("no-such.pem");
  }

  @Test
  void copy_limitRate_isASize() {
    CommandRun.of("copy", reference, layout("slow"), "--limit-rate", "50MB").assertDone();
    CommandRun.of("copy", reference, layout("slow"), "--limit-rate", "fast").assertMisused("size");
  }
}
