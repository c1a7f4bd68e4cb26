package dev.ocimodel.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Computes a {@link Digest} over bytes as they pass. Not thread-safe; one per stream.
 *
 * <p>Bytes are given to the JDK's engine in slices of at most 64 KiB: its intrinsic is compiled
 * after a number of <em>calls</em>, so large slices would leave the first gigabytes interpreted.
 */
public final class Digester {

  private static final int SLICE = 64 * 1024;

  private final String algorithm;
  private final MessageDigest engine;
  private long size;

  private Digester(String algorithm, String engineName) {
    this.algorithm = algorithm;
    try {
      this.engine = MessageDigest.getInstance(engineName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + engineName, e);
    }
  }

  /** Starts a SHA-256 digest. */
  public static Digester sha256() {
    return new Digester(Digest.SHA256, "SHA-256");
  }

  /**
   * Starts a digest of the algorithm that {@code expected} uses.
   *
   * @throws InvalidContentException if that algorithm is not one this SDK can compute
   */
  public static Digester matching(Digest expected) {
    return switch (expected.algorithm()) {
      case Digest.SHA256 -> sha256();
      case Digest.SHA512 -> new Digester(Digest.SHA512, "SHA-512");
      default ->
          throw new InvalidContentException(
              "Cannot verify "
                  + expected
                  + ": algorithm "
                  + expected.algorithm()
                  + " is not supported; supported are sha256 and sha512");
    };
  }

  /** Adds {@code length} bytes of {@code buffer} from {@code offset}. */
  public void update(byte[] buffer, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at += SLICE) {
      engine.update(buffer, at, Math.min(SLICE, end - at));
    }
    size += length;
  }

  /** Returns the number of bytes seen so far. */
  public long size() {
    return size;
  }

  /**
   * Ends the computation and holds it against a descriptor: the one check of content that passed.
   *
   * @throws ContentMismatchException if size or digest are not what the descriptor says
   */
  public void requireMatch(Descriptor expected) {
    if (size != expected.size()) {
      throw new ContentMismatchException(
          expected.digest() + " should have " + expected.size() + " bytes, has " + size);
    }
    Digest actual = digest();
    if (!actual.equals(expected.digest())) {
      throw new ContentMismatchException(
          "Content with the digest " + actual + " was given for " + expected.digest());
    }
  }

  /** Ends the computation; this digester must not be used again. */
  public Digest digest() {
    return new Digest(algorithm, HexFormat.of().formatHex(engine.digest()));
  }
}
