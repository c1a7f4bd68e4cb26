package dev.ocimodel.oci.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Removes the temporary files of processes that were killed. A process id would not tell: it means
 * nothing to a container beside this one. A claim that can be had does.
 */
public final class StaleFiles {

  private StaleFiles() {}

  /** Deletes them; those whose owners live stay. */
  public static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.tmp")) {
      for (Path file : files) {
        try (IngestClaim claim = IngestClaim.tryClaim(directory, file.getFileName().toString())) {
          if (claim.isHeld()) {
            Files.deleteIfExists(file);
          }
        }
      }
    }
  }
}
