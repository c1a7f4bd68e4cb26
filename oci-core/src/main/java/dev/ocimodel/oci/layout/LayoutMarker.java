package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.AtomicFiles;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.nio.file.Path;

/** The file {@code oci-layout} that makes a directory a layout. */
final class LayoutMarker {

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
}
