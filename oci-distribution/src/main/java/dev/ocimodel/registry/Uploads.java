package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.BlobTooLargeException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The blob endpoint, upwards (distribution-spec 1.1 "Pushing blobs"). Content with a known digest
 * goes up as {@link BlobUpload} says; content whose digest comes out at the end is streamed by
 * PATCH and closed with it, and a failed attempt of that is repeated in a session of its own.
 */
final class Uploads {

  private static final int MAX_SPARE = 1_000;

  /** A smaller blob is sent again sooner than its session is saved and asked. */
  private static final long WORTH_SAVING = 1024 * 1024;

  private final RepositoryEndpoint endpoint;
  private final Blobs blobs;

  /** Sessions that a refused mount has opened, waiting for their push. */
  private final ConcurrentMap<Digest, UploadSession> spare = new ConcurrentHashMap<>();

  Uploads(RepositoryEndpoint endpoint, Blobs blobs) {
    this.endpoint = endpoint;
    this.blobs = blobs;
  }

  boolean mount(Descriptor descriptor, String source) throws IOException {
    HttpCall call =
        HttpCall.of(
                "POST",
                Uris.withQuery(
                    Uris.withQuery(endpoint.uploads(), "mount", descriptor.digest().toString()),
                    "from",
                    source),
                Scope.mount(endpoint.repository(), source))
            .withBody(HttpBody.empty());
    try (HttpReply reply = endpoint.send(call)) {
      if (reply.status() == 201) {
        return true;
      }
      if (reply.status() == 202 && spare.size() < MAX_SPARE) {
        spare.put(descriptor.digest(), UploadSession.opened(endpoint, reply));
      }
      return false;
    } catch (RegistryException e) {
      return false; // some refuse a mount they do not know; the push that follows decides
    }
  }

  void push(Blob blob) throws IOException {
    Descriptor descriptor = blob.descriptor();
    if (!blobs.wasJustAbsent(descriptor.digest()) && blobs.isThere(descriptor)) {
      return;
    }
    requireRoomFor(descriptor.size());
    try (SavedSession saved = savedSession(descriptor)) {
      new BlobUpload(endpoint, blobs, blob, saved).run(spare.remove(descriptor.digest()));
    }
  }

  private void requireRoomFor(long size) {
    OptionalLong limit = endpoint.profile().maxBlobSize();
    if (limit.isPresent() && size > limit.getAsLong()) {
      throw new BlobTooLargeException(endpoint.shown(), size, limit.getAsLong());
    }
  }

  private SavedSession savedSession(Descriptor descriptor) throws IOException {
    SavedSessions sessions = endpoint.client().savedSessions();
    return sessions == null || descriptor.size() < WORTH_SAVING
        ? SavedSession.NONE
        : sessions.take(endpoint.base() + "/" + endpoint.repository() + "@" + descriptor.digest());
  }

  Descriptor write(MediaType mediaType, BlobProducer producer) throws IOException {
    producer.size().ifPresent(this::requireRoomFor);
    Retries retries = endpoint.http().retries();
    for (int attempt = 1; ; attempt++) {
      UploadSession session = UploadSession.open(endpoint);
      Descriptor written = null;
      try {
        HashedBody body = new HashedBody(producer);
        session.patch(body.toBody());
        written = body.describe(mediaType);
        producer.events().onCommitting();
        session.put(written.digest(), HttpBody.empty());
        return written;
      } catch (IOException | RegistryException e) {
        session.cancel();
        if (written != null && BlobUpload.mayHaveArrived(e) && blobs.isThereNow(written)) {
          return written;
        }
        if (!BlobUpload.isWorthAnother(e) || !retries.allows(attempt + 1)) {
          throw e;
        }
        retries.pause(attempt + 1, BlobUpload.retryAfter(e));
      } catch (RuntimeException e) {
        session.cancel();
        throw e;
      }
    }
  }
}
