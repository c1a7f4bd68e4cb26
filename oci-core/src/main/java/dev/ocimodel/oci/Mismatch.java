package dev.ocimodel.oci;

/** The one check of bytes that passed against their descriptor. */
final class Mismatch {

  private Mismatch() {}

  static void check(Descriptor expected, Digester seen) {
    if (seen.size() != expected.size()) {
      throw new ContentMismatchException(
          expected.digest() + " should have " + expected.size() + " bytes, has " + seen.size());
    }
    Digest actual = seen.digest();
    if (!actual.equals(expected.digest())) {
      throw new ContentMismatchException(
          "Content with the digest " + actual + " was given for " + expected.digest());
    }
  }
}
