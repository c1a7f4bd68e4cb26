package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {

  @TempDir Path temporary;
  Path model;

  @BeforeEach
  void writeModel() throws Exception {
    model = TinyModel.write(temporary.resolve("model"));
  }

  @Test
  void scan_sortsByBytes() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("names"));
    for (String path :
        new String[] {"b", "B", "a/b", "a-b", "a.b", "é", "\uD83D\uDE00", "\uFFEE"}) {
      TinyModel.text(directory, path, "");
    }
    Files.delete(directory.resolve("b")); // differs from B in case only

    assertThat(ModelDirectory.scan(directory))
        .extracting(SourceFile::path)
        .containsExactly("B", "a-b", "a.b", "a/b", "é", "\uFFEE", "\uD83D\uDE00");
  }

  @Test
  void scan_leavesOutWhatIsNoPartOfTheModel() throws Exception {
    for (String path :
        new String[] {".git/config", ".gitattributes", ".cache/x", "a.lock", ".ocimodel-x/y"}) {
      TinyModel.text(model, path, "x");
    }

    assertThat(ModelDirectory.scan(model)).hasSize(7);
  }

  @Test
  void scan_missingDirectory_namesIt() {
    assertThatThrownBy(() -> ModelDirectory.scan(temporary.resolve("nope")))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining("nope");
  }

  @Test
  void scan_emptyDirectory_isRefused() throws Exception {
    Path empty = temporary.resolve("empty");
    Files.createDirectories(empty.resolve("sub"));

    assertThatThrownBy(() -> ModelDirectory.scan(empty))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContainingAll("empty", "no files");
  }

  @Test
  void scan_file_isRefused() {
    assertThatThrownBy(() -> ModelDirectory.scan(model.resolve("config.json")))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("it is a file");
  }

  @Test
  void scan_unfinishedDownload_isRefusedWithAdvice() throws Exception {
    TinyModel.text(model, "abc.incomplete", "x");

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContainingAll("abc.incomplete", "run the download again");
  }

  @Test
  void scan_lfsPointer_isRefusedWithAdvice() throws Exception {
    TinyModel.text(
        model,
        "model-00001-of-00002.safetensors",
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 9\n");

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContainingAll("model-00001-of-00002.safetensors", "git lfs pull");
  }

  @Test
  void scan_missingShard_isRefusedWithAdvice() throws Exception {
    Files.delete(model.resolve("model-00002-of-00002.safetensors"));

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContainingAll("model-00002-of-00002.safetensors", "finish the download");
  }

  @Test
  void scan_indexThatNamesOutside_isRefused() throws Exception {
    TinyModel.text(model, "model.safetensors.index.json", "{\"weight_map\":{\"a\":\"../secret\"}}");

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("../secret");
  }

  @Test
  void scan_namesThatCollide_isRefused() throws Exception {
    TinyModel.text(model, "Config.json", "x");

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("Config.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\b", "a:b", "CON", "trailing "})
  void scan_nameThatNotEverySystemHas_isRefused(String name) throws Exception {
    TinyModel.text(model, name, "x");

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void scan_linkInside_isFollowed() throws Exception {
    Files.createSymbolicLink(model.resolve("link.json"), Path.of("config.json"));

    assertThat(ModelDirectory.scan(model))
        .filteredOn(file -> file.path().equals("link.json"))
        .extracting(SourceFile::location)
        .containsExactly(model.toRealPath().resolve("config.json"));
  }

  @Test
  void scan_linkOutside_isRefused() throws Exception {
    Files.createSymbolicLink(
        model.resolve("secret"), Files.writeString(temporary.resolve("passwd"), "x"));

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("outside of the model");
  }

  @Test
  void scan_linkToADirectory_isRefused() throws Exception {
    Files.createSymbolicLink(model.resolve("again"), model.resolve("tokenizer"));

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void scan_linkToNothing_isRefused() throws Exception {
    Files.createSymbolicLink(model.resolve("gone"), Path.of("nothing"));

    assertThatThrownBy(() -> ModelDirectory.scan(model))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("link to nothing");
  }

  @Test
  void pack_snapshotOfACache_isThePlainModel() throws Exception {
    Path snapshot = snapshot(temporary.resolve("hub"));
    OciLayout layout = OciLayout.openOrCreate(temporary.resolve("layout"));

    assertThat(ModelDirectory.scan(snapshot))
        .extracting(SourceFile::claimedDigest)
        .doesNotContainNull();
    assertThat(ModelPackager.create().pack(snapshot, layout, "a"))
        .isEqualTo(ModelPackager.create().pack(model, layout, "b"))
        .isEqualTo(ModelPackager.create().pack(snapshot, layout, "again"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pack_damagedBlobOfACache_isFound(boolean targetHasIt) throws Exception {
    Path snapshot = snapshot(temporary.resolve("hub"));
    OciLayout layout = OciLayout.openOrCreate(temporary.resolve("layout"));
    if (targetHasIt) {
      ModelPackager.create().pack(snapshot, layout, "v1");
    }
    Path blob = snapshot.resolve("model-00001-of-00002.safetensors").toRealPath();
    byte[] content = Files.readAllBytes(blob);
    content[content.length - 1] ^= 1;
    Files.write(blob, content);

    assertThatThrownBy(() -> ModelPackager.create().pack(snapshot, layout, "v2"))
        .isInstanceOf(ContentMismatchException.class)
        .hasMessageContainingAll(blob.getFileName().toString(), "download the model again");
  }

  @Test
  void scan_linkToTheBlobsOfAnotherModel_isRefused() throws Exception {
    Path snapshot = snapshot(temporary.resolve("hub"));
    Path other = Files.createDirectories(temporary.resolve("hub/models--other--model/blobs"));
    Files.createSymbolicLink(
        snapshot.resolve("stolen"), Files.writeString(other.resolve("0".repeat(64)), "x"));

    assertThatThrownBy(() -> ModelDirectory.scan(snapshot))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("outside of the model");
  }

  /** The model as huggingface_hub keeps it: every file a link to its SHA-256 in {@code blobs}. */
  private Path snapshot(Path hub) throws Exception {
    Path repository = hub.resolve("models--org--tiny");
    Path blobs = Files.createDirectories(repository.resolve("blobs"));
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123abcd"));
    for (String path : TinyModel.contents(model).keySet()) {
      byte[] content = Files.readAllBytes(model.resolve(path));
      String name = Digest.sha256(content).encoded();
      Files.write(blobs.resolve(name), content);
      Path link = snapshot.resolve(path);
      Files.createDirectories(snapshot.resolve(path.contains("/") ? "tokenizer" : ""));
      Files.createSymbolicLink(
          link, Path.of("../../" + "../".repeat(path.split("/", -1).length - 1) + "blobs", name));
    }
    return snapshot;
  }
}
