package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.AtomicFiles;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file {@code oci-layout} that makes a directory a layout. */
final class LayoutMarker {

  static final String FILE_NAME = "oci-layout";

  private static final String CONTENT = "{\"imageLayoutVersion\":\"1.0.0\"}";
  private static final int MAX_SIZE = 64 * 1024;

  private LayoutMarker() {}

  static void check(Path marker) {
    byte[] content;
    try {
      content = AtomicFiles.readBounded(marker, MAX_SIZE, "the size of an oci-layout file");
    } catch (IOException e) {
      throw new StorageException("Cannot read " + marker + ": " + e, e);
    }
    String version =
        StrictJson.parseObject(content, marker.toString()).requiredString("imageLayoutVersion");
    if (!version.equals("1.0.0")) {
      throw new InvalidContentException(
          marker + " has the layout version " + version + "; only 1.0.0 is known");
    }
  }

  static void write(Path directory) throws IOException {
    AtomicFiles.replace(directory.resolve(FILE_NAME), CONTENT.getBytes(StandardCharsets.UTF_8));
  }

  static void refuseForeignDirectory(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      Optional<Path> foreign =
          entries
              .filter(e -> !e.getFileName().toString().startsWith(".ocimodel"))
              .filter(
                  e -> !e.endsWith(FILE_NAME) && !e.endsWith("index.json") && !e.endsWith("blobs"))
              .findAny();
      if (foreign.isPresent()) {
        throw new InvalidContentException(
            directory
                + " is neither an OCI layout nor empty: it holds "
                + foreign.get().getFileName());
      }
    }
  }
}
