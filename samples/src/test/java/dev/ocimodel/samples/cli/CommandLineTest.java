package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command, and a newcomer's mistakes with it. */
class CommandLineTest {

  private final TestRegistry registry = TestRegistry.start();

  @TempDir Path work;
  private Path model;
  private String reference;

  private record Run(int code, String out, String err) {
    String lastLine() {
      List<String> lines = out.lines().toList();
      return lines.get(lines.size() - 1);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    model = TestModel.create().writeTo(work.resolve("model"));
    reference = registry.address() + "/models/tiny:v1";
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Ocimodel.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private static void assertWrongUsage(Run run, String words) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().toList())
        .hasSizeBetween(2, 3) // "Did you mean" in between
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("error: ").contains(words))
        .last()
        .asString()
        .startsWith("Try 'ocimodel");
  }

  private static void assertFails(Run run, String words) {
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("error: ").contains(words).doesNotContain("\tat ");
  }

  private void pack() {
    assertThat(run("pack", model.toString(), "--to", reference).code()).isZero();
  }

  private void assertSameFiles(Path directory) throws IOException {
    try (var files = Files.list(model)) {
      for (Path file : files.toList()) {
        assertThat(directory.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void pack_toRegistry_lastLineIsTheDigest() {
    Run packed = run("pack", model.toString(), "--to", reference);
    assertThat(packed.code()).isZero();
    assertThat(packed.lastLine()).matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void pack_toLayoutAndRegistry_sameDigest() {
    String layout = "oci:" + work.resolve("layout") + ":v1";
    String preset = "multilayer-tar-zstd";
    Run first = run("pack", model.toString(), "--to", layout, "--preset", preset);
    Run second = run("pack", model.toString(), "--to", reference, "--preset", preset);
    assertThat(first.lastLine()).isEqualTo(second.lastLine());
  }

  @Test
  void pull_fromRegistry_filesLieDirectlyInTheDirectory() throws IOException {
    pack();
    Path directory = work.resolve("pulled");
    assertThat(run("pull", reference, directory.toString()).code()).isZero();
    assertSameFiles(directory);
  }

  @Test
  void copy_registryToLayoutAndPull_sameFiles() throws IOException {
    pack();
    String layout = "oci:" + work.resolve("layout") + ":v1";
    Run copied = run("copy", reference, layout, "--json");
    assertThat(copied.code()).as(copied.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(copied.out());
    assertThat(json.get("copiedBytes").asLong()).isPositive();
    String byDigest = "oci:" + work.resolve("layout") + "@" + json.get("digest").asText();
    assertThat(run("pull", byDigest, work.resolve("pulled").toString()).code()).isZero();
    assertSameFiles(work.resolve("pulled"));
  }

  @Test
  void pull_layoutWithOneRoot_needsNoTag() throws IOException {
    Path layout = work.resolve("layout");
    run("pack", model.toString(), "--to", "oci:" + layout + ":v1");
    assertThat(run("pull", "oci:" + layout, work.resolve("pulled").toString()).code()).isZero();
    assertSameFiles(work.resolve("pulled"));
  }

  @Test
  void inspect_tensors_listsThem() {
    pack();
    Run text = run("inspect", reference, "--tensors");
    assertThat(text.code()).isZero();
    assertThat(text.out()).contains("Phi3ForCausalLM").contains("bfloat16").contains("tensors");
  }

  @Test
  void inspect_json_isOneObject() throws IOException {
    pack();
    JsonNode json = new ObjectMapper().readTree(run("inspect", reference, "--json").out());
    assertThat(json.get("kind").asText()).isEqualTo("MODEL_PACK");
    assertThat(json.get("files")).hasSize(8);
  }

  @Test
  void pack_json_isOneObject() throws IOException {
    Run packed = run("pack", model.toString(), "--to", reference, "--json", "--quiet");
    JsonNode json = new ObjectMapper().readTree(packed.out());
    assertThat(json.get("target").asText()).isEqualTo(reference);
    assertThat(json.get("digest").asText()).startsWith("sha256:");
    assertThat(packed.err()).isEmpty();
  }

  @Test
  void pull_twice_secondFetchesNothing() throws IOException {
    pack();
    String directory = work.resolve("pulled").toString();
    ObjectMapper mapper = new ObjectMapper();
    JsonNode first = mapper.readTree(run("pull", reference, directory, "--json").out());
    JsonNode again = mapper.readTree(run("pull", reference, directory, "--json").out());
    assertThat(first.get("fetchedBytes").asLong()).isPositive();
    assertThat(again.get("fetchedBytes").asLong()).isZero();
    assertThat(again.get("files")).hasSize(8).isEqualTo(first.get("files"));
  }

  @Test
  void tags_ofRepositoryAndLayout_areListed() {
    pack();
    String layout = "oci:" + work.resolve("layout");
    run("copy", reference, layout + ":v2");
    assertThat(run("tags", registry.address() + "/models/tiny").out())
        .isEqualToIgnoringNewLines("v1");
    assertThat(run("tags", layout).out()).isEqualToIgnoringNewLines("v2");
  }

  @Test
  void referrers_ofAnArtifactWithout_areNone() {
    pack();
    Run referrers = run("referrers", reference, "--json");
    assertThat(referrers.code()).as(referrers.err()).isZero();
    assertThat(referrers.out()).contains("\"referrers\":[]");
  }

  @Test
  void delete_registryAndLayout_nothingIsLeft() {
    pack();
    String layout = "oci:" + work.resolve("layout") + ":v1";
    run("copy", reference, layout);
    assertThat(run("delete", reference).code()).isZero();
    assertFails(run("delete", reference), "No tag v1");
    assertThat(run("delete", layout, "--tag-only").code()).isZero();
    assertFails(run("delete", layout), "No tag v1");
  }

  @Test
  void spec_imageVolume_yamlOnOutAndNeedsOnErr() {
    Run spec = run("spec", "registry.example/models/phi-4:v1", "--delivery", "image-volume");
    assertThat(spec.code()).isZero();
    assertThat(spec.out()).startsWith("apiVersion: v1\nkind: Pod\n").contains("name: phi-4\n");
    assertThat(spec.err()).contains("needs: ");
  }

  @Test
  void spec_initContainerPinned_asksTheRegistry() {
    pack();
    Run spec = run("spec", reference, "--delivery", "init-container", "--pin");
    assertThat(spec.code()).as(spec.err()).isZero();
    assertThat(spec.out()).contains("initContainers:").contains("@sha256:");
  }

  @Test
  void spec_initContainerWithoutSize_saysWhatIsMissing() {
    assertWrongUsage(
        run("spec", "registry.example/m:v1", "--delivery", "init-container"), "--model-size");
  }

  @Test
  void help_everyCommand_teachesByExample() {
    for (String command :
        List.of(
            "pack",
            "copy",
            "pull",
            "inspect",
            "tags",
            "referrers",
            "delete",
            "spec",
            "serve",
            "demo")) {
      Run help = run(command, "-h");
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Usage: ocimodel " + command).contains("Example");
    }
  }

  @Test
  void run_wrongUsage_isTwo() {
    assertWrongUsage(run("pack"), "DIR");
    assertWrongUsage(run("no-such-command"), "no-such-command");
    assertWrongUsage(
        run("pack", "x", "--to", reference, "--preset", "nonsense"), "multilayer-tar-zstd");
    assertWrongUsage(run("spec", "a.example/b:c", "--delivery", "pigeon"), "image-volume");
    assertWrongUsage(run("inspect", reference, "--connections", "0"), "--connections");
  }

  @Test
  void pack_toADigest_saysThatATagIsWanted() {
    String digest = "@sha256:" + "a".repeat(64);
    assertWrongUsage(run("pack", model.toString(), "--to", reference + digest), "takes a tag");
  }

  @Test
  void pack_noSuchDirectory_saysSo() {
    assertFails(run("pack", work.resolve("absent").toString(), "--to", reference), "absent");
  }

  @Test
  void pack_malformedReference_saysWhatIsExpected() {
    assertWrongUsage(
        run("pack", model.toString(), "--to", "registry.example/UPPER:v1"), "lowercase");
    assertWrongUsage(
        run("spec", "registry.example/UPPER:v1", "--delivery", "image-volume"), "lowercase");
  }

  @Test
  void pull_noSuchTag_saysSo() {
    pack();
    String absent = registry.address() + "/models/tiny:absent";
    assertFails(run("pull", absent, work.resolve("pulled").toString()), "No tag absent");
  }

  @Test
  void pull_nobodyListens_saysWhatToCheck() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Run pulled = run("pull", "127.0.0.1:" + port + "/m:v1", work.resolve("pulled").toString());
    assertFails(pulled, "Check the address, and that the registry is up.");
  }

  @Test
  void pull_intoAFile_saysSo() throws IOException {
    pack();
    Path file = Files.writeString(work.resolve("file"), "x");
    assertFails(run("pull", reference, file.toString()), "not a directory");
  }

  @Test
  void pull_passwordWanted_saysHowToGiveOne() {
    try (TestRegistry closed = TestRegistry.builder().basicAuthentication("u", "p").start()) {
      Run pulled = run("pull", closed.address() + "/m:v1", work.resolve("pulled").toString());
      assertFails(pulled, "docker login");
    }
  }

  @Test
  void run_debug_printsTheStackTrace() {
    Run failed = run("--debug", "pack", work.resolve("absent").toString(), "--to", reference);
    assertThat(failed.err()).contains("\tat ");
  }

  @Test
  void demo_ownModel_comesBackTheSame() {
    Run demo = run("demo", "--model", model.toString());
    assertThat(demo.code()).as(demo.err()).isZero();
    assertThat(demo.out()).contains("  same  ").contains("kind: Pod").contains("Times and bytes");
  }
}
