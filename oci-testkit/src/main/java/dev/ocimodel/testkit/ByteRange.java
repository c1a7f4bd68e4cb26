package dev.ocimodel.testkit;

import dev.ocimodel.oci.Blob;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a blob that a request asks for (RFC 9110 section 14). Several ranges at once, other
 * units, and a range whose {@code If-Range} does not fit are answered with the whole. A range that
 * ends before it begins is refused, as the conformance suite wants it.
 */
record ByteRange(long offset, long length, long size, boolean partial) {

  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  static ByteRange of(RegistryRequest request, String etag, long size) {
    ByteRange whole = new ByteRange(0, size, size, false);
    String range = request.header("range");
    if (range == null || !request.method().equals("GET") || !applies(request, etag)) {
      return whole;
    }
    Matcher matcher = SINGLE.matcher(range);
    if (!matcher.matches() || range.equals("bytes=-")) {
      return whole;
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return suffix(Long.parseLong(last), size);
    }
    boolean backwards = !last.isEmpty() && Long.parseLong(last) < Long.parseLong(first);
    return backwards ? new ByteRange(0, 0, size, true) : between(Long.parseLong(first), last, size);
  }

  private static boolean applies(RegistryRequest request, String etag) {
    @Nullable String ifRange = request.header("if-range");
    return ifRange == null || ifRange.equals(etag);
  }

  private static ByteRange suffix(long wanted, long size) {
    long length = Math.min(wanted, size);
    return new ByteRange(size - length, length, size, true);
  }

  private static ByteRange between(long first, String last, long size) {
    long end = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
    return new ByteRange(first, end - first + 1, size, true);
  }

  Response apply(Response head, Blob blob) {
    if (partial && length <= 0) {
      return Response.of(416).withHeader("Content-Range", "bytes */" + size);
    }
    Response response =
        head.withBody(
            "application/octet-stream", new Body(length, () -> blob.open(offset, length)));
    return partial
        ? new Response(206, response.headers(), response.body())
            .withHeader(
                "Content-Range", "bytes " + offset + "-" + (offset + length - 1) + "/" + size)
        : response;
  }
}
