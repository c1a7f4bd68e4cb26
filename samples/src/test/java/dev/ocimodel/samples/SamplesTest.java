package dev.ocimodel.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every sample does what it says, run as a user runs it. */
class SamplesTest {

  private static final int FILES = 8;

  private final TestRegistry registry = TestRegistry.start();
  private final PrintStream realOut = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir Path work;
  private Path model;
  private String repository;

  @BeforeEach
  void prepare() throws IOException {
    model = TestModel.create().withShardSize(3_000_000).writeTo(work.resolve("model"));
    repository = registry.address() + "/models/sample";
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    System.setOut(realOut);
    registry.close();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void push() {
    TenLines.main(new String[] {model.toString(), repository, work.resolve("first").toString()});
    printed.reset();
  }

  private void assertSameFiles(Path directory) throws IOException {
    try (var files = Files.list(model)) {
      for (Path file : files.toList()) {
        assertThat(directory.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void tenLines_packsAndPulls() throws IOException {
    Path other = work.resolve("other");
    TenLines.main(new String[] {model.toString(), repository, other.toString()});
    assertThat(printed()).startsWith("sha256:");
    assertSameFiles(other);
  }

  @Test
  void packModel_thenPushLayout_movesOnce() {
    String layout = work.resolve("layout").toString();
    PackModel.main(new String[] {model.toString(), layout});
    assertThat(printed()).contains("artifact sha256:").contains("image sha256:");
    PushLayout.main(new String[] {layout, "v1-image", repository});
    PushLayout.main(new String[] {layout, "v1-image", repository});
    assertThat(printed()).contains("0 bytes moved");
  }

  @Test
  void chooseContent_partFirst_thenTheRest() {
    push();
    ChooseContent.main(new String[] {repository, "v1", work.resolve("chosen").toString()});
    assertThat(printed()).contains("partial: true", "partial: false", "bytes of the rest moved");
  }

  @Test
  void pullModel_listsTheFiles() throws IOException {
    push();
    Path directory = work.resolve("pulled");
    PullModel.main(new String[] {repository, "v1", directory.toString()});
    assertThat(printed()).contains("config.json");
    assertSameFiles(directory);
  }

  @Test
  void pullModel_noSuchTag_saysWhatToDo() {
    PullModel.main(new String[] {repository, "absent", work.resolve("pulled").toString()});
    assertThat(printed()).startsWith("Ask for something else: No tag absent");
  }

  @Test
  void inspectModel_countsTensorsWithoutDownloading() {
    push();
    registry.forgetRequests();
    InspectModel.main(new String[] {repository, "v1"});
    assertThat(printed()).contains("MODEL_PACK").contains("tensors");
    assertThat(registry.requests()).allMatch(request -> request.bytesSent() < 100_000);
  }

  @Test
  void describePod_printsBothDeliveries() {
    DescribePod.main(new String[] {"registry.example/models/phi-4@sha256:" + "a".repeat(64)});
    assertThat(printed()).contains("image:\n", "initContainers:").contains("# needs: ");
  }

  @Test
  void watchProgress_namesEveryBlob() {
    push();
    WatchProgress.main(new String[] {repository, "v1", work.resolve("layout").toString()});
    assertThat(printed()).contains("10 items").contains("COPIED config.json");
  }

  @Test
  void cancelTransfer_cancelsAndGoesOn() throws IOException {
    push();
    Path directory = work.resolve("pulled");
    CancelTransfer.main(new String[] {repository, "v1", directory.toString()});
    assertThat(printed()).isEqualToNormalizingNewlines("cancelled\n" + FILES + " files\n");
    assertSameFiles(directory);
  }

  @Test
  void ownExecutor_printsTheDigest() {
    push();
    OwnExecutor.main(new String[] {repository, "v1", work.resolve("layout").toString()});
    assertThat(printed()).startsWith("sha256:");
  }

  @Test
  void embeddedRegistry_survivesItsFault() throws IOException {
    EmbeddedRegistry.main(new String[0]);
    assertThat(printed()).contains("tags [v1]").contains("503 PATCH");
  }

  @Test
  void reachRegistry_rightAndWrongPassword_tellsThemApart() throws IOException {
    try (TestRegistry closed = TestRegistry.builder().basicAuthentication("me", "secret").start()) {
      ReachRegistry.main(new String[] {closed.address(), "me", "secret"});
      ReachRegistry.main(new String[] {closed.address(), "me", "guess-1"});
    }
    assertThat(printed()).startsWith("welcome").contains("401: ").doesNotContain("guess-1");
  }

  @Test
  void forgetToClose_ownProcess_endsByItself() throws Exception {
    push();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ForgetToClose.class.getName(),
                repository,
                "v1")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).matches("[0-9]+ bytes\\R");
  }
}
