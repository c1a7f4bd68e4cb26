package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import java.io.IOException;

/** Asks one host for a range of a blob (distribution-spec 1.1 "Pulling blobs"). */
final class BlobRange {

  private BlobRange() {}

  /**
   * Opens a range of a blob in a repository; the answer is checked before a byte of it is used.
   *
   * @param ranged whether to ask for a range even where it is the whole, to find out whether ranges
   *     are honoured
   */
  static HttpReply get(
      RepositoryEndpoint endpoint, Descriptor descriptor, long offset, long length, boolean ranged)
      throws IOException {
    HttpCall call = HttpCall.of("GET", endpoint.blob(descriptor.digest()), endpoint.pull());
    return get(endpoint.http(), call, endpoint.shown(), descriptor, offset, length, ranged);
  }

  /**
   * Opens a range by a request that would fetch the whole.
   *
   * @param place what messages call the place that is asked
   */
  static HttpReply get(
      RegistryHttp http,
      HttpCall whole,
      String place,
      Descriptor descriptor,
      long offset,
      long length,
      boolean ranged)
      throws IOException {
    HttpCall call = whole.answering(404, 416);
    if (ranged || offset > 0 || length < descriptor.size()) {
      call = call.withHeader("Range", "bytes=" + offset + "-" + (offset + length - 1));
    }
    HttpReply reply = http.send(call);
    try {
      check(reply, place, descriptor, offset, length);
      return reply;
    } catch (IOException | RuntimeException e) {
      reply.close();
      throw e;
    }
  }

  private static void check(
      HttpReply reply, String place, Descriptor descriptor, long offset, long length)
      throws IOException {
    switch (reply.status()) {
      case 404 ->
          throw new ContentNotFoundException("No blob " + descriptor.digest() + " in " + place);
      case 416 ->
          throw new ContentMismatchException(
              descriptor.digest()
                  + " in "
                  + place
                  + " has fewer than "
                  + (offset + length)
                  + " bytes");
      case 206 -> ContentRange.check(reply, descriptor, offset, length);
      case 200 -> checkLength(reply, descriptor);
      default -> throw new IOException("Unexpected status " + reply.status() + " for a blob");
    }
  }

  private static void checkLength(HttpReply reply, Descriptor descriptor) {
    long declared = reply.contentLength();
    if (declared >= 0 && declared != descriptor.size()) {
      throw new ContentMismatchException(
          descriptor.digest()
              + " should have "
              + descriptor.size()
              + " bytes; "
              + Uris.redacted(reply.uri())
              + " announces "
              + declared);
    }
  }
}
