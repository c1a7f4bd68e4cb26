package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The blob endpoint, upwards (distribution-spec 1.1 "Pushing blobs"). Content with a known digest
 * goes up in one PUT; content whose digest comes out at the end is streamed by PATCH and closed
 * with it. An attempt that fails is repeated in a session of its own.
 */
final class Uploads {

  private static final int MAX_SPARE = 1_000;

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
    UploadSession prepared = spare.remove(descriptor.digest());
    BlobBody body = new BlobBody(blob);
    Retries retries = endpoint.http().retries();
    for (int attempt = 1; ; attempt++) {
      UploadSession session = prepared != null ? prepared : UploadSession.open(endpoint);
      prepared = null;
      try {
        session.put(descriptor.digest(), body.toBody());
        return;
      } catch (IOException | RegistryException e) {
        session.cancel();
        if (mayHaveArrived(e) && isThere(descriptor)) {
          return;
        }
        if (isRefusal(e)) {
          body.requireHonest();
        }
        if (!isWorthAnother(e) || !retries.allows(attempt + 1)) {
          throw e;
        }
        retries.pause(attempt + 1, retryAfter(e));
      } catch (RuntimeException e) {
        session.cancel();
        throw e;
      }
    }
  }

  private static boolean isRefusal(Exception e) {
    return e instanceof RegistryException refused && refused.status() == 400;
  }

  /** The answer may be all that was lost, here or at a proxy, or the commit was asked for twice. */
  private static boolean mayHaveArrived(Exception e) {
    return e instanceof IOException
        || (e instanceof RegistryException refused
            && (refused.status() >= 500 || isSessionLost(refused)));
  }

  private boolean isThere(Descriptor descriptor) {
    try {
      return !Thread.currentThread().isInterrupted() && blobs.isThere(descriptor);
    } catch (IOException | RegistryException e) {
      return false; // the first failure says more
    }
  }

  private static @Nullable String retryAfter(Exception e) {
    return e instanceof RegistryException refused ? refused.retryAfter() : null;
  }

  Descriptor write(MediaType mediaType, BlobProducer producer) throws IOException {
    Retries retries = endpoint.http().retries();
    for (int attempt = 1; ; attempt++) {
      UploadSession session = UploadSession.open(endpoint);
      Descriptor written = null;
      try {
        HashedBody body = new HashedBody(producer);
        session.patch(body.toBody());
        written = body.describe(mediaType);
        session.put(written.digest(), HttpBody.empty());
        return written;
      } catch (IOException | RegistryException e) {
        session.cancel();
        if (written != null && mayHaveArrived(e) && isThere(written)) {
          return written;
        }
        if (!isWorthAnother(e) || !retries.allows(attempt + 1)) {
          throw e;
        }
        retries.pause(attempt + 1, retryAfter(e));
      } catch (RuntimeException e) {
        session.cancel();
        throw e;
      }
    }
  }

  private static boolean isWorthAnother(Exception e) {
    if (e instanceof RegistryException refused) {
      return Retries.isRetryable(refused.status()) || isSessionLost(refused);
    }
    return Retries.isRetryable((IOException) e);
  }

  /** A registry, or a proxy before it, may know nothing of a session and have no word for it. */
  private static boolean isSessionLost(RegistryException e) {
    return e.status() == 404
        && !e.method().equals("POST")
        && e.errors().stream().allMatch(error -> error.code().equals("BLOB_UPLOAD_UNKNOWN"));
  }
}
