package dev.ocimodel.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that other tools wrote. */
class ForeignTarTest {

  private static final Path GNU_TAR = Path.of("/usr/bin/tar");

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({"modctl-tar, ''", "kit, ''", "oras-dir, phi/"})
  void next_layersOfOtherTools_giveTheModel(String tool, String prefix) throws IOException {
    Path vectors = Vectors.directory();
    Map<String, byte[]> files = new TreeMap<>();
    OciLayout layout = OciLayout.open(vectors.resolve(tool));
    Blob root = layout.blob(layout.resolve("1"));
    ImageManifest manifest = (ImageManifest) Manifest.read(root, ContentLimits.create());
    for (Descriptor layer : manifest.layers()) {
      readLayer(layout.blob(layer), files);
    }
    Map<String, byte[]> expected = new TreeMap<>();
    Vectors.files(vectors.resolve("tiny-model"))
        .forEach((path, content) -> expected.put(prefix + path, content));
    assertThat(files).containsExactlyEntriesOf(expected);
  }

  private static void readLayer(Blob layer, Map<String, byte[]> files) throws IOException {
    String type = layer.descriptor().mediaType().toString();
    Compression compression = type.endsWith("gzip") ? Compression.GZIP : Compression.NONE;
    try (InputStream in = compression.decompress(layer.open(), ArchiveLimits.create())) {
      files.putAll(Tars.files(in));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax", "ustar", "v7", "oldgnu"})
  void next_gnuTarInEachFormat_givesTheFiles(String format) throws Exception {
    Path directory = temp.resolve("model");
    Files.createDirectories(directory.resolve("sub"));
    Map<String, byte[]> files = new TreeMap<>();
    files.put("config.json", Tars.utf8("{}"));
    files.put("sub/weights.bin", new byte[100_000]);
    if (format.equals("gnu") || format.equals("pax")) {
      files.put("sub/" + "n".repeat(180), Tars.utf8("long name"));
      files.put("größe", Tars.utf8("not ASCII"));
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    Path archive = gnuTar("--format=" + format, "-C", directory.toString(), ".");
    try (InputStream in = Files.newInputStream(archive)) {
      assertThat(new TreeMap<>(Tars.files(in))).containsExactlyEntriesOf(files);
    }
  }

  @Test
  void next_gnuTarOfLinks_givesTheirTargets() throws Exception {
    Path directory = Files.createDirectories(temp.resolve("links"));
    Files.write(directory.resolve("a"), Tars.utf8("content"));
    Files.createLink(directory.resolve("b"), directory.resolve("a"));
    Files.createSymbolicLink(directory.resolve("c"), Path.of("t".repeat(150)));
    Path archive = gnuTar("--sort=name", "-C", directory.toString(), "a", "b", "c");
    assertThat(Tars.entries(Files.readAllBytes(archive)))
        .extracting(TarEntry::path, TarEntry::type, TarEntry::linkTarget)
        .containsExactly(
            tuple("a", TarEntry.Type.FILE, null),
            tuple("b", TarEntry.Type.HARD_LINK, "a"),
            tuple("c", TarEntry.Type.SYMLINK, "t".repeat(150)));
  }

  private Path gnuTar(String... arguments) throws IOException, InterruptedException {
    Path archive = temp.resolve("archive.tar");
    List<String> command = new ArrayList<>(List.of(GNU_TAR.toString(), "-c", "-f"));
    command.add(archive.toString());
    command.addAll(List.of(arguments));
    assumeTrue(Files.isExecutable(GNU_TAR), "no " + GNU_TAR);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return archive;
  }
}
