package dev.ocimodel.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Layouts shared between real processes, some of which are killed. */
@Timeout(120)
class LayoutProcessTest {

  @TempDir Path directory;

  /** Promise 22: eight processes tag, and no tag is lost. */
  @Test
  void tag_eightProcesses_loseNothing() throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      children.add(start("tag", directory.toString(), "p" + i, "5"));
    }
    for (Process child : children) {
      assertThat(child.waitFor()).as(() -> output(child)).isZero();
    }

    OciLayout layout = OciLayout.open(directory);
    assertThat(layout.tags()).hasSize(40);
    verify(layout);
  }

  /** Promise 21: kill -9 in the middle of a blob, and the layout is valid. */
  @Test
  void push_killedInTheMiddle_leavesAValidLayoutAndTheNextRunGoesOn() throws Exception {
    OciLayout layout = OciLayout.openOrCreate(directory);
    layout.tag(TestContent.pushArtifact(layout, "x"), "v1");

    killWhenReached(start("push", directory.toString()));

    verify(layout);
    assertThat(layout.contains(LayoutChild.blob().descriptor())).isFalse();
    TestContent.BreakingBlob again =
        new TestContent.BreakingBlob(TestContent.randomBytes(LayoutChild.BLOB_SIZE), -1);
    layout.push(again);
    assertThat(again.opened).containsExactly((long) LayoutChild.PAUSE_AT);
    assertThat(layout.contains(again.descriptor())).isTrue();
    assertThat(ingest()).containsExactly("claims");
  }

  @Test
  void push_whileAnotherProcessPushesTheSame_waitsForNobody() throws Exception {
    OciLayout layout = OciLayout.openOrCreate(directory);
    Process child = start("push", directory.toString());
    awaitReached(child);

    Blob blob = LayoutChild.blob();
    layout.push(blob);
    assertThat(layout.contains(blob.descriptor())).isTrue();

    child.getOutputStream().write('\n');
    child.getOutputStream().flush();
    assertThat(child.waitFor()).as(() -> output(child)).isZero();
    verifyBlob(layout, blob.descriptor());
    assertThat(ingest()).containsExactly("claims");
  }

  @Test
  void write_killedInTheMiddle_itsFileIsRemovedByTheNextRunButNotWhileItLives() throws Exception {
    OciLayout.openOrCreate(directory);
    Process child = start("write", directory.toString());
    awaitReached(child);

    OciLayout.open(directory).push(TestContent.blob("x"));
    assertThat(ingest()).as("while it lives").hasSize(2);

    child.destroyForcibly().waitFor();
    OciLayout.open(directory).push(TestContent.blob("y"));
    assertThat(ingest()).containsExactly("claims");
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                LayoutChild.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The tests run on the module path, which {@code java.class.path} knows nothing of. */
  private static String classPath() {
    Path target = Path.of("target").toAbsolutePath();
    return Stream.of(
            target.resolve("test-classes").toString(),
            target.resolve("classes").toString(),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path", ""))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void awaitReached(Process child) throws IOException {
    BufferedReader reader = child.inputReader();
    String line = reader.readLine();
    assertThat(line).as("what the child said").isEqualTo("reached " + LayoutChild.PAUSE_AT);
  }

  private static void killWhenReached(Process child) throws Exception {
    awaitReached(child);
    child.destroyForcibly().waitFor();
  }

  private static String output(Process child) {
    return String.join("\n", child.inputReader().lines().toList());
  }

  private List<String> ingest() throws IOException {
    try (var files = Files.list(directory.resolve(".ocimodel-ingest"))) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static void verify(OciLayout layout) throws IOException {
    for (Descriptor root : layout.roots()) {
      Manifest manifest = layout.manifest(root);
      assertThat(root.mediaType()).isEqualTo(MediaType.IMAGE_MANIFEST);
      for (Descriptor child : manifest.children()) {
        verifyBlob(layout, child);
      }
    }
  }

  private static void verifyBlob(OciLayout layout, Descriptor descriptor) throws IOException {
    try (InputStream in = layout.blob(descriptor).open()) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
