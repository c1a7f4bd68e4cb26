package dev.ocimodel.model;

import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The blobs that belong to a snapshot in a Hugging Face cache: {@code
 * models--org--name/snapshots/<commit>} links to {@code models--org--name/blobs}.
 *
 * @param blobs the real path of that directory
 */
record HuggingFaceCache(Path blobs) {

  private static final Pattern SHA256_NAME = Pattern.compile("[0-9a-f]{64}");

  /** Returns the cache that a directory is a snapshot of, or null. */
  static @Nullable HuggingFaceCache around(Path directory) throws IOException {
    for (Path at = directory; at != null; at = at.getParent()) {
      Path repository = at.getParent();
      if (at.endsWith("snapshots")
          && repository != null
          && String.valueOf(repository.getFileName()).matches("(models|datasets|spaces)--.+")
          && Files.isDirectory(repository.resolve("blobs"))) {
        return new HuggingFaceCache(repository.resolve("blobs").toRealPath());
      }
    }
    return null;
  }

  /** Whether a real path is one of the blobs. */
  boolean owns(Path file) {
    return blobs.equals(file.getParent());
  }

  /**
   * Returns the digest that a blob's name claims: the cache names files it got through LFS by their
   * SHA-256, others by a 40-digit git object id. A claim, to be checked.
   */
  static @Nullable Digest claimedDigest(Path blob) {
    String name = String.valueOf(blob.getFileName());
    return SHA256_NAME.matcher(name).matches() ? new Digest(Digest.SHA256, name) : null;
  }
}
