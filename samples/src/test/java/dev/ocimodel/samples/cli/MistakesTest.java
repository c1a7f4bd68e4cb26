package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More of a newcomer's mistakes: one clear line each, the right exit code, no stack trace. */
class MistakesTest {

  private final TestRegistry registry = TestRegistry.start();

  @TempDir Path work;
  private Path model;
  private String reference;

  @BeforeEach
  void prepare() throws IOException {
    model = TestModel.create().writeTo(work.resolve("model"));
    reference = registry.address() + "/models/tiny:v1";
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private CommandRun pull(String source) {
    return CommandRun.of("pull", source, work.resolve("pulled").toString());
  }

  private CommandRun pack(Path directory) {
    return CommandRun.of("pack", directory.toString(), "--to", reference);
  }

  @Test
  void pack_emptyDirectory_asksWhetherItIsDownloaded() throws IOException {
    pack(Files.createDirectory(work.resolve("empty"))).assertFailed("is the model downloaded?");
    assertThat(registry.requests()).noneMatch(request -> request.method().equals("PUT"));
  }

  @Test
  void pack_absentDirectory_namesItOnce() {
    Path absent = work.resolve("absent");
    CommandRun run = pack(absent);
    run.assertFailed("No such model directory: " + absent);
    assertThat(run.err()).containsOnlyOnce(absent.toString());
  }

  @Test
  void pack_file_asksForTheDirectory() {
    pack(model.resolve("config.json")).assertFailed("give the directory that holds the model");
  }

  @Test
  void pack_layoutWhereAFileIs_saysSo() throws IOException {
    Path file = Files.writeString(work.resolve("file"), "x");
    CommandRun.of("pack", model.toString(), "--to", "oci:" + file + ":v1")
        .assertFailed("A file is in the way");
    assertThat(file).hasContent("x");
  }

  @Test
  void pull_absentRepository_leavesNoDirectory() {
    pull(registry.address() + "/models/absent:v1").assertFailed("models/absent");
    assertThat(work.resolve("pulled")).doesNotExist();
  }

  @Test
  void pull_unknownHost_saysSoOnce() {
    CommandRun run = pull("no-such-host.invalid/m:v1");
    run.assertFailed("the host name is not known");
    assertThat(run.err()).doesNotContain("Check the registry's name");
  }

  @Test
  void pull_noLayout_saysWhatIsMissing() {
    pull("oci:" + work.resolve("absent") + ":v1").assertFailed("is not an OCI layout");
  }

  @Test
  void pull_emptyLayout_saysSo() throws IOException {
    Path layout = work.resolve("layout");
    Path empty = Files.createDirectory(work.resolve("empty"));
    CommandRun.of("pack", empty.toString(), "--to", "oci:" + layout + ":v1");
    pull("oci:" + layout).assertFailed("is an empty layout");
  }

  @Test
  void pull_layoutWithTwoRoots_listsTheTags() throws IOException {
    Path layout = work.resolve("layout");
    for (String tag : new String[] {"v1", "v2"}) {
      Files.writeString(model.resolve("extra.txt"), tag);
      CommandRun.of("pack", model.toString(), "--to", "oci:" + layout + ":" + tag).assertDone();
    }
    pull("oci:" + layout).assertFailed("one of [v1, v2]");
  }

  @Test
  void serve_takenPort_saysSo() {
    CommandRun.of("serve", "--port", Integer.toString(registry.uri().getPort()))
        .assertFailed("already in use");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "pull registry.example/m:v1 dir extra | 'extra'",
        "pull https://registry.example/m:v1 dir | leave out https://",
        "pull oci: dir | oci:PATH:TAG",
        "pull oci:layout@sha256:12 dir | digest",
        "pull registry.example/m:v1 dir --platform windows | platform",
        "copy registry.example/m:v1 registry.example/UPPER:v1 | lowercase",
        "delete registry.example/m | has no tag",
        "serve --port 99999 | --port must be in 0..65535",
        "spec registry.example/m:v1 --delivery image-volume --gpus -1 | -1",
        "spec registry.example/m:v1 --delivery image-volume --name Bad_Name | 'Bad_Name'",
        "spec registry.example/m:v1 --delivery image-volume --kubernetes x | Kubernetes version",
        "spec registry.example/m:v1 --delivery image-volume --model-size big | 'big' is no size",
      })
  void run_wrongUsage_isTwo(String arguments, String words) {
    CommandRun run = CommandRun.of(arguments.split(" "));
    run.assertMisused(words);
    assertThat(run.err()).doesNotContain("Exception");
  }
}
