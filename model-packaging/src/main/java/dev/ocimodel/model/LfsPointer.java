package dev.ocimodel.model;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a clone without Git LFS leaves in place of a large file. */
final class LfsPointer {

  /** Pointers are shorter, says the LFS specification. */
  private static final int MAX_SIZE = 1024;

  private static final byte[] START =
      "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.US_ASCII);

  private LfsPointer() {}

  static void refuse(SourceFile file) throws IOException {
    if (file.size() >= MAX_SIZE || file.size() < START.length) {
      return;
    }
    try (InputStream in = file.open()) {
      if (Arrays.equals(in.readNBytes(START.length), START)) {
        throw new InvalidContentException(
            "Cannot pack "
                + file.location()
                + ": it is a Git LFS pointer, not the file itself; run \"git lfs pull\" first");
      }
    }
  }
}
