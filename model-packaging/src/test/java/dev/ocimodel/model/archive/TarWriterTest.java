package dev.ocimodel.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarWriterTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final TarWriter writer = new TarWriter(out);

  private void file(String path, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    writer.file(path, bytes.length, new ByteArrayInputStream(bytes));
  }

  @Test
  void write_sameInput_givesTheGoldenBytes() throws IOException {
    writer.directory("models");
    file("models/config.json", "{\"architectures\":[\"Phi3ForCausalLM\"]}");
    file("models/" + "n".repeat(120), "long");
    file("models/größe", "not ASCII");
    writer.finish();
    assertThat(Digest.sha256(out.toByteArray()).encoded())
        .isEqualTo("ac5714c9789669dc146e0770d02ddbbfc5f44ee01d3a97c28e8a9d19268b4c95");
  }

  @Test
  void directory_writesOneUstarHeader() throws IOException {
    writer.directory("models");
    byte[] header = out.toByteArray();
    assertThat(header).hasSize(512);
    String text = new String(header, StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith("models/\0");
    assertThat(text.substring(100, 156))
        .startsWith("0000755\0" + "0000000\0" + "0000000\0" + "00000000000\0" + "00000000000\0")
        .endsWith("\0 ");
    assertThat(text.substring(156, 265)).startsWith("5").endsWith("ustar\00000");
    assertThat(text.substring(265, 329)).as("owner names").isEqualTo("\0".repeat(64));
  }

  @Test
  void finish_writesTwoBlocksAndNoRecordPadding() throws IOException {
    file("a", "x");
    writer.finish();
    assertThat(out.size()).isEqualTo(512 + 512 + TarWriter.END_SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "größe", "模型/重み.bin", "LONG-NAME", "LONG-PREFIX", "EXACTLY-100"})
  void file_anyPath_readByAnIndependentReader(String given) throws IOException {
    String path =
        switch (given) {
          case "LONG-NAME" -> "models/" + "n".repeat(200);
          case "LONG-PREFIX" -> "p".repeat(140) + "/" + "n".repeat(90);
          case "EXACTLY-100" -> "n".repeat(100);
          default -> given;
        };
    file(path, "content");
    writer.finish();
    try (TarArchiveInputStream reader =
        new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()), "UTF-8")) {
      TarArchiveEntry entry = reader.getNextEntry();
      assertThat(entry.getName()).isEqualTo(path);
      assertThat(reader.readAllBytes()).asString().isEqualTo("content");
      assertThat(reader.getNextEntry()).isNull();
    }
    assertThat(Tars.files(new ByteArrayInputStream(out.toByteArray()))).containsOnlyKeys(path);
  }

  @Test
  void file_pathThatUstarHolds_hasNoPaxHeader() throws IOException {
    file("p".repeat(140) + "/" + "n".repeat(90), "");
    assertThat(out.size()).isEqualTo(512);
  }

  @ParameterizedTest
  @ValueSource(ints = {97, 98, 99, 100, 101, 200, 254, 255})
  void directory_pathAroundTheFieldSizes_roundTrips(int length) throws IOException {
    String name = "d".repeat(length);
    writer.directory(name);
    writer.directory("p/" + name);
    writer.directory("p".repeat(155) + "/" + name);
    writer.finish();
    assertThat(Tars.entries(out.toByteArray()))
        .extracting(TarEntry::path)
        .containsExactly(name, "p/" + name, "p".repeat(155) + "/" + name);
  }

  @Test
  void fileSize_isWhatFileWrites() throws IOException {
    for (String path : new String[] {"a", "größe", "d/" + "n".repeat(200)}) {
      int before = out.size();
      file(path, "content");
      assertThat(TarWriter.fileSize(path, 7)).isEqualTo(out.size() - before);
    }
    int before = out.size();
    writer.directory("models/größe");
    assertThat(TarWriter.directorySize("models/größe")).isEqualTo(out.size() - before);
  }

  @Test
  void file_over8GiB_hasPaxSizeAndZeroInUstar() throws IOException {
    long size = 8_589_934_592L;
    InputStream failing = new FailingInputStream(new IOException("only the header matters"));
    assertThatThrownBy(() -> writer.file("big", size, failing)).isInstanceOf(IOException.class);
    assertThat(out.toString(StandardCharsets.ISO_8859_1)).contains("19 size=8589934592\n");
    TarReader reader =
        new TarReader(new ByteArrayInputStream(out.toByteArray()), ArchiveLimits.create());
    assertThat(reader.next()).isNotNull().extracting(TarEntry::size).isEqualTo(size);
    assertThat(TarWriter.fileSize("big", size)).isEqualTo(512 + 512 + 512 + size);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 8})
  void file_contentOfAnotherSize_throwsMismatchNamingThePath(int actual) {
    InputStream content = new ByteArrayInputStream(new byte[actual]);
    assertThatThrownBy(() -> writer.file("w.safetensors", 7, content))
        .isInstanceOf(ContentMismatchException.class)
        .hasMessageContaining("w.safetensors")
        .hasMessageContaining("7 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/x", "a\\b", ".wh.x", "a/.wh..wh..opq", "x/"})
  void file_refusedOrUsedPath_throwsInvalid(String path) throws IOException {
    file("x", "");
    assertThatThrownBy(() -> file(path, "")).isInstanceOf(InvalidContentException.class);
  }

  @Test
  void write_mapOfFiles_roundTrips() throws IOException {
    Map<String, byte[]> files = Map.of("a/b", Tars.utf8("1"), "c", new byte[0]);
    assertThat(Tars.files(new ByteArrayInputStream(Tars.write(files))))
        .containsExactlyInAnyOrderEntriesOf(files);
  }
}
