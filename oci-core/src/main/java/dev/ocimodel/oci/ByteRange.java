package dev.ocimodel.oci;

/** A range of a blob: the check that its callers' arithmetic did not overflow. */
final class ByteRange {

  private ByteRange() {}

  static void check(long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IndexOutOfBoundsException("No range: " + length + " bytes from " + offset);
    }
  }
}
