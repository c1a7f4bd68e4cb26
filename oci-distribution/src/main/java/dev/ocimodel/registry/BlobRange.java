package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import java.io.IOException;

/**
 * A range of a blob that a place is asked for (distribution-spec 1.1 "Pulling blobs").
 *
 * @param descriptor the whole blob
 * @param offset first byte
 * @param length how many bytes
 * @param ranged whether to ask for a range even where it is the whole, to find out whether ranges
 *     are honoured
 */
record BlobRange(Descriptor descriptor, long offset, long length, boolean ranged) {

  /** Opens it in a repository; the answer is checked before a byte of it is used. */
  HttpReply get(RepositoryEndpoint endpoint) throws IOException {
    HttpCall call = HttpCall.of("GET", endpoint.blob(descriptor.digest()), endpoint.pull());
    return get(endpoint.http(), call, endpoint.shown());
  }

  /**
   * Opens it by a request that would fetch the whole.
   *
   * @param place what messages call the place that is asked
   */
  HttpReply get(RegistryHttp http, HttpCall whole, String place) throws IOException {
    HttpCall call = whole.answering(404, 416);
    if (ranged || offset > 0 || length < descriptor.size()) {
      call = call.withHeader("Range", "bytes=" + offset + "-" + (offset + length - 1));
    }
    HttpReply reply = http.send(call);
    try {
      check(reply, place);
      return reply;
    } catch (IOException | RuntimeException e) {
      reply.close();
      throw e;
    }
  }

  private void check(HttpReply reply, String place) throws IOException {
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
      case 200 -> checkLength(reply);
      default -> throw new IOException("Unexpected status " + reply.status() + " for a blob");
    }
  }

  private void checkLength(HttpReply reply) {
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
