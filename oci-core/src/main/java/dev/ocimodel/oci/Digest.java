package dev.ocimodel.oci;

import dev.ocimodel.oci.text.ForeignText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A content digest {@code algorithm:encoded}, as image-spec 1.1 "Digests" defines it.
 *
 * <p>Any algorithm that fits the grammar is a valid digest and is copied unchanged; content can be
 * verified for the registered ones, {@code sha256} and {@code sha512}. The grammar excludes slashes
 * and dots at the start, so a digest is safe as a path segment once it is one of these.
 *
 * @param algorithm the algorithm identifier, such as {@code sha256}
 * @param encoded the encoded hash; lowercase hexadecimal for the registered algorithms
 */
public record Digest(String algorithm, String encoded) {

  /** The algorithm every implementation must support. */
  public static final String SHA256 = "sha256";

  /** The other registered algorithm. */
  public static final String SHA512 = "sha512";

  private static final int MAX_LENGTH = 512;
  private static final Pattern ALGORITHM = Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*");
  private static final Pattern ENCODED = Pattern.compile("[a-zA-Z0-9=_-]+");
  private static final Pattern SHA256_HEX = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern SHA512_HEX = Pattern.compile("[a-f0-9]{128}");

  /**
   * Checks the grammar, and the exact form of registered algorithms.
   *
   * @throws InvalidContentException if the value is not a digest
   */
  public Digest {
    if (!fits(algorithm, encoded)) {
      throw new InvalidContentException(
          "Not a digest: "
              + ForeignText.quote(algorithm + ":" + encoded)
              + "; expected algorithm:encoded");
    }
  }

  private static boolean fits(String algorithm, String encoded) {
    return algorithm.length() + encoded.length() < MAX_LENGTH
        && ALGORITHM.matcher(algorithm).matches()
        && encodedFits(algorithm, encoded);
  }

  private static boolean encodedFits(String algorithm, String encoded) {
    return switch (algorithm) {
      case SHA256 -> SHA256_HEX.matcher(encoded).matches();
      case SHA512 -> SHA512_HEX.matcher(encoded).matches();
      default -> ENCODED.matcher(encoded).matches();
    };
  }

  /**
   * Parses {@code algorithm:encoded}.
   *
   * @throws InvalidContentException if the value is not a digest
   */
  public static Digest parse(String value) {
    int colon = value.indexOf(':');
    if (colon < 0) {
      throw new InvalidContentException(
          "Not a digest: " + ForeignText.quote(value) + "; expected algorithm:encoded");
    }
    return new Digest(value.substring(0, colon), value.substring(colon + 1));
  }

  /** Whether a text is a digest. Some names of a layout ({@code model:v1}) are, by grammar. */
  public static boolean isDigest(String text) {
    int colon = text.indexOf(':');
    return colon >= 0 && fits(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Returns the SHA-256 digest of some bytes held in memory. */
  public static Digest sha256(byte[] content) {
    Digester digester = Digester.sha256();
    digester.update(content, 0, content.length);
    return digester.digest();
  }

  /** Returns the SHA-256 digest of a text's UTF-8 bytes. */
  public static Digest sha256(String content) {
    return sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether this SDK can compute this digest, and so verify content against it. */
  public boolean isVerifiable() {
    return algorithm.equals(SHA256) || algorithm.equals(SHA512);
  }

  /** Returns {@code algorithm:encoded}. */
  @Override
  public String toString() {
    return algorithm + ":" + encoded;
  }
}
