package dev.ocimodel.testkit.storage;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import java.io.IOException;
import java.io.InputStream;

/** Content on its way in, hashed as it comes. It becomes visible by {@link #publish} only. */
public abstract class PendingContent {

  private static final int BUFFER_SIZE = 256 * 1024;

  private final Digester sha256 = Digester.sha256();

  /** Adds bytes until the stream ends. What was read before a failure stays. */
  public final void append(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_SIZE];
    int filled = 0;
    try {
      for (int read = in.read(buffer); read >= 0; ) {
        filled += read;
        if (filled == buffer.length) {
          add(buffer, filled);
          filled = 0;
        }
        read = in.read(buffer, filled, buffer.length - filled);
      }
    } finally {
      add(buffer, filled);
    }
  }

  private void add(byte[] buffer, int length) throws IOException {
    sha256.update(buffer, 0, length);
    store(buffer, length);
  }

  /** Returns the number of bytes so far. */
  public final long size() {
    return sha256.size();
  }

  /**
   * Makes the content visible if it has this digest, and drops it otherwise; ends this pending
   * content.
   *
   * @return whether the digest fits
   */
  public final boolean publish(Digest expected) throws IOException {
    boolean fits = expected.equals(digest(expected));
    if (fits) {
      publishAs(expected);
    } else {
      discard();
    }
    return fits;
  }

  /** The usual algorithm is there already; another costs a second reading. */
  private Digest digest(Digest expected) throws IOException {
    if (expected.algorithm().equals(Digest.SHA256)) {
      return sha256.digest();
    }
    Digester digester = Digester.matching(expected);
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = reopen()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digester.update(buffer, 0, read);
      }
    }
    return digester.digest();
  }

  abstract void store(byte[] buffer, int length) throws IOException;

  abstract InputStream reopen() throws IOException;

  abstract void publishAs(Digest digest) throws IOException;

  /** Drops what came so far; ends this pending content. */
  public abstract void discard() throws IOException;
}
