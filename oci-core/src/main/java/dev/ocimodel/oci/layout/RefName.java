package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.util.regex.Pattern;

/** Names that a layout's index gives to its roots. */
final class RefName {

  // The pattern's recursion grows with the text; a full reference with its tag is shorter.
  private static final int MAX_LENGTH = 512;
  // image-spec: alphanumerics joined by one of "-._:@/+", or by "--"
  private static final Pattern GRAMMAR =
      Pattern.compile("[A-Za-z0-9]+(?:(?:[-._:@/+]|--)[A-Za-z0-9]+)*");

  private RefName() {}

  static void check(String name) {
    if (isVerifiableDigest(name)) {
      throw new InvalidContentException(
          name + " is the digest of other content, not a name for it");
    }
    if (name.length() > MAX_LENGTH || !GRAMMAR.matcher(name).matches()) {
      throw new InvalidContentException(
          "Not a name for a layout's index: \""
              + shown(name)
              + "\"; expected at most "
              + MAX_LENGTH
              + " alphanumerics joined by one of -._:@/+");
    }
  }

  /** A digest always means its content, whatever a foreign index gives that name to. */
  static boolean isVerifiableDigest(String text) {
    return Digest.isDigest(text) && Digest.parse(text).isVerifiable();
  }

  private static String shown(String name) {
    return name.substring(0, Math.min(name.length(), 120)).replaceAll("\\p{Cntrl}", "?");
  }
}
