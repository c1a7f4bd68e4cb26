package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The blob endpoint, downwards (distribution-spec 1.1 "Pulling blobs"). */
final class Blobs {

  private static final int MAX_ABSENT = 10_000;
  private static final long MIN_SEGMENTS = 4;

  private final RepositoryEndpoint endpoint;

  /** What was looked for in vain, so that a push that follows need not look again. */
  private final Set<Digest> absent = ConcurrentHashMap.newKeySet();

  Blobs(RepositoryEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Looks, and remembers for a push what is not there. */
  boolean contains(Descriptor descriptor) throws IOException {
    boolean present = isThere(descriptor);
    if (!present && absent.size() < MAX_ABSENT) {
      absent.add(descriptor.digest());
    }
    return present;
  }

  boolean isThere(Descriptor descriptor) throws IOException {
    HttpCall head =
        HttpCall.of("HEAD", endpoint.blob(descriptor.digest()), endpoint.pull())
            .answering(404, 405, 501);
    try (HttpReply reply = endpoint.send(head)) {
      if (reply.status() < 400 || reply.status() == 404) {
        return reply.status() != 404;
      }
    }
    return isThereToRead(descriptor);
  }

  /** Where HEAD is refused, GET tells as well; what comes with it is not read. */
  private boolean isThereToRead(Descriptor descriptor) throws IOException {
    HttpCall get =
        HttpCall.of("GET", endpoint.blob(descriptor.digest()), endpoint.pull())
            .withHeader("Range", "bytes=0-0")
            .answering(404, 416); // of nothing there is no first byte
    try (HttpReply reply = endpoint.send(get)) {
      return reply.status() != 404;
    }
  }

  /** Looks after a failure, which says more than one of this look. */
  boolean isThereNow(Descriptor descriptor) {
    try {
      return !Thread.currentThread().isInterrupted() && isThere(descriptor);
    } catch (IOException | RegistryException e) {
      return false;
    }
  }

  /** Whether the last look for this blob found nothing; says so once. */
  boolean wasJustAbsent(Digest digest) {
    return absent.remove(digest);
  }

  Blob blob(Descriptor descriptor) {
    return new RemoteBlob(descriptor);
  }

  /**
   * Large enough to be worth several connections, and so to find out whether ranges are honoured.
   */
  private boolean isLarge(long length) {
    return length >= MIN_SEGMENTS * endpoint.client().lanes().segmentSize();
  }

  /** Opens one range; the answer is checked before a byte of it is used. */
  private HttpReply get(Descriptor descriptor, long offset, long length) throws IOException {
    boolean whole = offset == 0 && length == descriptor.size() && !isLarge(length);
    HttpCall call =
        HttpCall.of("GET", endpoint.blob(descriptor.digest()), endpoint.pull()).answering(404, 416);
    if (!whole) {
      call = call.withHeader("Range", "bytes=" + offset + "-" + (offset + length - 1));
    }
    HttpReply reply = endpoint.send(call);
    try {
      check(reply, descriptor, offset, length);
      return reply;
    } catch (IOException | RuntimeException e) {
      reply.close();
      throw e;
    }
  }

  private void check(HttpReply reply, Descriptor descriptor, long offset, long length)
      throws IOException {
    switch (reply.status()) {
      case 404 ->
          throw new ContentNotFoundException(
              "No blob " + descriptor.digest() + " in " + endpoint.shown());
      case 416 ->
          throw new ContentMismatchException(
              descriptor.digest()
                  + " in "
                  + endpoint.shown()
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

  private final class RemoteBlob implements Blob {

    private final Descriptor descriptor;

    RemoteBlob(Descriptor descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public Descriptor descriptor() {
      return descriptor;
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
      if (length == 0) {
        return InputStream.nullInputStream();
      }
      return isLarge(length)
          ? new SegmentedStream(endpoint.client().lanes(), this::resuming, offset, length)
          : resuming(offset, length);
    }

    private ResumingStream resuming(long offset, long length) throws IOException {
      return new ResumingStream(
          endpoint.http().retries(),
          (from, count) -> get(descriptor, from, count),
          offset,
          length,
          descriptor.size());
    }
  }
}
