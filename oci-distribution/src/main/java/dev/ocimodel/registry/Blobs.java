package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The blob endpoint, downwards (distribution-spec 1.1 "Pulling blobs"). */
final class Blobs {

  private static final int MAX_ABSENT = 10_000;

  private final RepositoryEndpoint endpoint;
  private final ContentHosts hosts;

  /** What was looked for in vain, so that a push that follows need not look again. */
  private final Set<Digest> absent = ConcurrentHashMap.newKeySet();

  /**
   * @param endpoint where blobs are pushed to, and looked for before
   * @param hosts where they are read
   */
  Blobs(RepositoryEndpoint endpoint, ContentHosts hosts) {
    this.endpoint = endpoint;
    this.hosts = hosts;
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
      if (!reply.isMethodRefused()) {
        return reply.status() != 404;
      }
    }
    return isThereToRead(descriptor); // not before the connection is free again
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

  Blob blob(Descriptor descriptor, BlobEvents events) {
    return new RemoteBlob(
        descriptor, hosts, endpoint.client().foreignUrls(), endpoint.client().lanes(), events);
  }
}
