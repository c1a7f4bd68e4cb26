package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an artifact holds, nothing appears outside of the target, and nothing half in it. */
class HostileArtifactTest {

  @TempDir Path temporary;
  OciLayout layout;
  Path target;

  @BeforeEach
  void makeLayout() throws Exception {
    layout = OciLayout.openOrCreate(temporary.resolve("layout"));
    target = Files.createDirectories(temporary.resolve("work/target"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../x",
        "/tmp/x",
        "a/../../x",
        "a//x",
        "C:\\x",
        "a\\..\\b",
        "..",
        "x\u0000y",
        "CON",
        ".ocimodel-unpack-0/claims",
        "x."
      })
  void unpack_hostileTitle_isRefused(String title) throws Exception {
    Artifacts.files(layout, "good", title);

    assertThatThrownBy(this::unpack).isInstanceOf(InvalidContentException.class);
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../x", "/tmp/x", "models/../../x", "a\\..\\b", ".ocimodel-unpack-0/claims"})
  void unpack_hostileTarEntry_isRefused(String entry) throws Exception {
    Artifacts.archive(layout, Artifacts.tar("good", entry));

    assertThatThrownBy(this::unpack).isInstanceOf(InvalidContentException.class);
    assertNothingWritten();
  }

  @Test
  void unpack_hostileEntryInImage_isRefused() throws Exception {
    Artifacts.image(layout, Artifacts.tar("models/good", "models/../../../x"));

    assertThatThrownBy(this::unpack).isInstanceOf(InvalidContentException.class);
    assertNothingWritten();
  }

  @Test
  void unpack_sameTitleTwice_isRefused() throws Exception {
    Artifacts.manifest(
        layout,
        List.of(
            Artifacts.layer(layout, "a", new byte[] {1}),
            Artifacts.layer(layout, "a", new byte[] {2})));

    assertThatThrownBy(this::unpack)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("twice");
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Config.json", "config.json/x"})
  void unpack_collidingTitles_isRefused(String other) throws Exception {
    Artifacts.files(layout, "config.json", other);

    assertThatThrownBy(this::unpack).isInstanceOf(InvalidContentException.class);
    assertNothingWritten();
  }

  @Test
  void unpack_composedAndDecomposedName_isRefused() throws Exception {
    Artifacts.archive(layout, Artifacts.tar("\u00e9", "e\u0301"));

    assertThatThrownBy(this::unpack).isInstanceOf(InvalidContentException.class);
    assertNothingWritten();
  }

  @Test
  void unpack_linkThenFileThroughIt_isRefused() throws Exception {
    TarArchiveEntry file = new TarArchiveEntry("up/x", true);
    file.setSize(1);
    Artifacts.archive(
        layout, Artifacts.tar(Artifacts.link(TarConstants.LF_SYMLINK, "up", "../.."), file));

    assertThatThrownBy(this::unpack)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("link");
    assertNothingWritten();
  }

  /** Promise 8: a chain of two links, each of which looks harmless alone, leads nowhere. */
  @Test
  void unpack_linkThroughLink_isRefused() throws Exception {
    TarArchiveEntry file = new TarArchiveEntry("a/b/c/up/esc/x", true);
    file.setSize(1);
    Artifacts.archive(
        layout,
        Artifacts.tar(
            Artifacts.link(TarConstants.LF_SYMLINK, "a/b/c/up", "../../.."),
            Artifacts.link(TarConstants.LF_SYMLINK, "a/b/c/up/esc", "../../../.."),
            file));

    assertThatThrownBy(this::unpack).isInstanceOf(InvalidContentException.class);
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_LINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void unpack_specialEntry_isRefused(byte type) throws Exception {
    Artifacts.archive(layout, Artifacts.tar(Artifacts.link(type, "x", "/etc/passwd")));

    assertThatThrownBy(this::unpack).isInstanceOf(InvalidContentException.class);
    assertNothingWritten();
  }

  @Test
  void unpack_linkInPlaceOfFile_leavesItsTargetAlone() throws Exception {
    Path victim = Files.writeString(temporary.resolve("victim"), "untouched");
    Files.createSymbolicLink(target.resolve("config.json"), victim);
    Artifacts.files(layout, "config.json");

    assertThatThrownBy(this::unpack)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("symbolic link");
    assertThat(victim).hasContent("untouched");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unpack_linkInPlaceOfParent_writesNothingBehindIt(boolean archive) throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createSymbolicLink(target.resolve("a"), outside);
    if (archive) {
      Artifacts.archive(layout, Artifacts.tar("a/x"));
    } else {
      Artifacts.files(layout, "a/x");
    }

    assertThatThrownBy(this::unpack)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("symbolic link");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void unpack_linkInPlaceOfStaging_writesNothingBehindIt() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Digest digest = Artifacts.files(layout, "x").digest();
    Files.createSymbolicLink(
        target.resolve(".ocimodel-unpack-" + digest.encoded().substring(0, 16)), outside);

    assertThatThrownBy(this::unpack).isInstanceOf(StorageException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void unpack_directoryInPlaceOfFile_isRefused() throws Exception {
    Files.createDirectory(target.resolve("x"));
    Artifacts.files(layout, "x");

    assertThatThrownBy(this::unpack)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("not a file");
  }

  @Test
  void unpack_diffIdOfOtherContent_isRefused() throws Exception {
    Artifacts.image(layout, List.of(Digest.sha256("else")), Artifacts.tar("models/x"));

    assertThatThrownBy(this::unpack)
        .isInstanceOf(ContentMismatchException.class)
        .hasMessageContaining("diff ID");
    assertNoModelFile();
  }

  @Test
  void unpack_moreThanDeclared_isRefused() throws Exception {
    TarArchiveEntry file = new TarArchiveEntry("x", true);
    file.setSize(3 << 20);
    Artifacts.archive(
        layout,
        Artifacts.tar(file),
        "org.cncf.model.filepath",
        "x",
        "org.cncf.model.file.metadata+json",
        "{\"size\":10}");

    assertThatThrownBy(this::unpack)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxTotalSize");
    assertNothingWritten();
  }

  @Test
  void unpack_moreThanTheLimit_isRefused() throws Exception {
    TarArchiveEntry file = new TarArchiveEntry("x", true);
    file.setSize(2000);
    Artifacts.archive(layout, Artifacts.tar(file));

    assertThatThrownBy(
            () -> ModelUnpacker.create().withMaxUnpackedSize(1000).unpack(layout, "v1", target))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxTotalSize");
    assertNothingWritten();
  }

  @Test
  void unpack_hugeDeclaredSize_saysWhatTheDiskHas() throws Exception {
    Artifacts.archive(
        layout,
        Artifacts.tar("x"),
        "org.cncf.model.file.metadata+json",
        "{\"size\":4611686018427387904}");

    assertThatThrownBy(this::unpack)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the disk has");
    assertNothingWritten();
  }

  @Test
  void unpack_setuidProgram_isAPlainProgram() throws Exception {
    TarArchiveEntry file = new TarArchiveEntry("run.sh", true);
    file.setMode(07777);
    file.setSize(1);
    Artifacts.archive(layout, Artifacts.tar(file));

    unpack();

    assertThat(target.resolve("run.sh")).isExecutable();
    assertThat((Integer) Files.getAttribute(target.resolve("run.sh"), "unix:mode") & 07022)
        .isZero();
  }

  private void unpack() {
    ModelUnpacker.create().unpack(layout, "v1", target);
  }

  private void assertNothingWritten() throws Exception {
    assertThat(TinyModel.contents(temporary.resolve("work"))).isEmpty();
  }

  private void assertNoModelFile() throws Exception {
    assertThat(TinyModel.contents(target).keySet())
        .allMatch(path -> path.startsWith(".ocimodel-unpack-"));
  }
}
