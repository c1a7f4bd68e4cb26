package dev.ocimodel.samples.demo;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares two directories by the digests of their files. */
final class FileComparison {

  private static final int BUFFER_SIZE = 256 * 1024;

  private final Path expected;
  private final Path actual;

  FileComparison(Path expected, Path actual) {
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * Returns the digest of each file.
   *
   * @throws ContentMismatchException if a file differs
   */
  Map<String, Digest> compare(List<String> paths) throws IOException {
    Map<String, Digest> digests = new LinkedHashMap<>();
    for (String path : paths) {
      Digest before = digest(expected.resolve(path));
      Digest after = digest(actual.resolve(path));
      if (!before.equals(after)) {
        throw new ContentMismatchException(path + " was " + before + " and came back as " + after);
      }
      digests.put(path, after);
    }
    return digests;
  }

  private static Digest digest(Path file) throws IOException {
    Digester digester = Digester.sha256();
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digester.update(buffer, 0, read);
      }
    }
    return digester.digest();
  }
}
