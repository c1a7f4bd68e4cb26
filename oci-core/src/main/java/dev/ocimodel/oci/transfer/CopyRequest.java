package dev.ocimodel.oci.transfer;

/**
 * One root to copy.
 *
 * @param sourceReference tag or digest in the source
 * @param targetReference tag in the target; or the digest, to leave it without a tag
 */
public record CopyRequest(String sourceReference, String targetReference) {

  /** Returns the request to copy a root under the name it has in the source. */
  public static CopyRequest of(String reference) {
    return new CopyRequest(reference, reference);
  }
}
