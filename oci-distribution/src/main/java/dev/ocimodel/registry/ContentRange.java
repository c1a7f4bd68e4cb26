package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds a 206 to the range that was asked for (RFC 9110 section 14.4). */
final class ContentRange {

  private static final Pattern FORM =
      Pattern.compile("\\s*bytes\\s+([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)\\s*");

  private ContentRange() {}

  static void check(HttpReply reply, Descriptor descriptor, long offset, long length) {
    String header = reply.header("Content-Range");
    Matcher range = FORM.matcher(header == null ? "" : header);
    boolean right =
        range.matches()
            && Long.parseLong(range.group(1)) == offset
            && Long.parseLong(range.group(2)) == offset + length - 1
            && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == descriptor.size());
    if (!right) {
      throw new ContentMismatchException(
          Uris.redacted(reply.uri())
              + " was asked for bytes "
              + offset
              + "-"
              + (offset + length - 1)
              + " of "
              + descriptor.size()
              + " and answered with another"
              + " range");
    }
  }
}
