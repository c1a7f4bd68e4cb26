package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.OciException;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings one blob of known digest up, whatever happens on the way. It goes in one PUT, or in chunks
 * where the registry or a proxy before it wants that. After a failure the session is asked what it
 * has, and the rest follows; a session that is lost, or not to be trusted, is begun again.
 */
final class BlobUpload {

  private static final long SMALLEST_CHUNK = 256 * 1024;

  private final RepositoryEndpoint endpoint;
  private final Blobs blobs;
  private final Descriptor descriptor;
  private final BlobBody body;
  private final BlobEvents events;
  private final Retries retries;
  private final SavedSession saved;

  private @Nullable UploadSession session;

  /** How many bytes the session has. */
  private long offset;

  /** The most that any session had: what is beyond it is progress. */
  private long farthest;

  /** Attempts that failed since there was progress. */
  private int failures;

  /** A session that something went wrong with, and that may have more than was heard of. */
  private @Nullable UploadSession broken;

  /** Whether the session's first bytes were sent by an earlier process. */
  private boolean inherited;

  /** Size of a chunk; 0 is all at once. */
  private long chunk;

  /** Whether the session's bytes were sent by an attempt that failed. */
  private boolean resumed;

  BlobUpload(RepositoryEndpoint endpoint, Blobs blobs, Blob blob, SavedSession saved) {
    this.endpoint = endpoint;
    this.blobs = blobs;
    this.descriptor = blob.descriptor();
    this.body = new BlobBody(blob);
    this.events = blob.events();
    this.retries = endpoint.http().retries();
    this.saved = saved;
    if (endpoint.profile().uploads() == UploadForm.CHUNKS) {
      chunk = endpoint.client().uploadChunkSize();
    }
  }

  /**
   * @param prepared a session that a refused mount has opened, or null
   */
  void run(@Nullable UploadSession prepared) throws IOException {
    if (prepared != null) {
      take(prepared);
    }
    while (true) {
      try {
        if (session == null && !begin()) {
          events.onMounted();
          saved.forget();
          return;
        }
        sendRest();
        saved.forget();
        return;
      } catch (IOException | RegistryException e) {
        if (mayHaveArrived(e) && isThere()) {
          saved.forget();
          return;
        }
        prepareForAnother(e);
      } catch (RuntimeException e) {
        giveUp();
        throw e;
      }
    }
  }

  /** Begins in an open session, unless an earlier process has left one with more in it. */
  private void take(UploadSession prepared) {
    if (saved.location() != null) {
      prepared.cancel();
      return;
    }
    session = prepared;
    saved.save(prepared.location());
  }

  /**
   * Goes on with a session that broke, here or in an earlier process, or opens one.
   *
   * @return false if the registry found the blob elsewhere
   */
  private boolean begin() throws IOException {
    URI location = saved.location();
    if (broken == null && location != null) {
      broken = UploadSession.at(endpoint, location);
      inherited = true;
    }
    if (broken != null && resume(broken)) {
      return true;
    }
    offset = 0;
    resumed = false;
    if (inherited) {
      inherited = false;
      events.onResumed(0);
    }
    session = open();
    if (session != null) {
      saved.save(session.location());
    }
    return session != null;
  }

  private @Nullable UploadSession open() throws IOException {
    if (endpoint.profile().discoversMounts()) {
      try {
        return UploadSession.openOrMount(endpoint, descriptor.digest());
      } catch (RegistryException e) {
        // a mount that is not understood is no reason not to push
      }
    }
    return UploadSession.open(endpoint);
  }

  /** Goes on with a session if it says what it has; gives it up otherwise. */
  private boolean resume(UploadSession earlier) throws IOException {
    long received = receivedBy(earlier);
    broken = null;
    if (received <= 0 || received > descriptor.size()) {
      saved.forget();
      earlier.cancel();
      return false;
    }
    session = earlier;
    resumed = true;
    offset = received;
    if (inherited) {
      events.onResumed(received);
    }
    noteProgress();
    return true;
  }

  private static long receivedBy(UploadSession earlier) throws IOException {
    try {
      return earlier.received();
    } catch (OciException e) {
      return UploadSession.UNKNOWN;
    }
  }

  private void noteProgress() {
    if (offset > farthest) {
      farthest = offset;
      failures = 0;
    }
  }

  private void sendRest() throws IOException {
    UploadSession open = Objects.requireNonNull(session);
    if (offset == 0 && chunk == 0) {
      open.put(descriptor.digest(), body.whole());
      return;
    }
    while (offset < descriptor.size()) {
      long length = Math.min(chunkLength(open), descriptor.size() - offset);
      long said = open.append(body.part(offset, length), offset);
      saved.save(open.location());
      boolean lessArrived = said > offset && said < offset + length;
      offset = lessArrived && endpoint.profile().trustsRange() ? said : offset + length;
      noteProgress();
    }
    events.onCommitting();
    open.put(descriptor.digest(), HttpBody.empty());
  }

  private long chunkLength(UploadSession open) {
    return chunk == 0 ? Long.MAX_VALUE : Math.max(chunk, open.chunkMinLength());
  }

  /**
   * Decides how to go on after a failure.
   *
   * @throws IOException the failure, if it is final
   */
  private void prepareForAnother(Exception failure) throws IOException {
    if (changesForm(failure)) {
      beginAgain();
      return;
    }
    boolean elsewhere = isRefusal(failure) && !resumed && isElsewhere();
    boolean again = isWorthAnother(failure) || elsewhere || (isRefusal(failure) && resumed);
    if (!again || !retries.allows(++failures + 1)) {
      giveUp();
      rethrow(failure);
    }
    retries.pause(failures + 1, retryAfter(failure));
    recover(failure);
  }

  /** Leaves the session to be asked what it has, where that is of use. */
  private void recover(Exception failure) {
    boolean lost = isSessionLost(failure) || isRefusal(failure);
    if (lost || !endpoint.profile().resumesUploads()) {
      beginAgain();
    } else if (session != null) {
      broken = session;
      session = null;
    }
  }

  private void beginAgain() {
    if (session != null) {
      session.cancel();
    }
    saved.forget();
    session = null;
    broken = null;
  }

  /**
   * A request that is too large goes in smaller ones, where the registry takes chunks at all; one
   * whose form is refused goes in the other form.
   */
  private boolean changesForm(Exception failure) {
    if (!(failure instanceof RegistryException refused)
        || endpoint.profile().uploads() == UploadForm.WHOLE
        || session == null) {
      return false;
    }
    long largest = endpoint.client().uploadChunkSize();
    if (refused.status() == 413) {
      long smaller = Math.min(largest, sentAtOnce(session) / 4);
      chunk = smaller;
      return smaller >= Math.max(SMALLEST_CHUNK, session.chunkMinLength());
    }
    if (chunk == 0 && isFormRefused(refused)) {
      chunk = largest;
      return true;
    }
    return false;
  }

  /** How much a request has carried at most: a chunk, or all where there is no more. */
  private long sentAtOnce(UploadSession open) {
    return Math.min(chunkLength(open), descriptor.size());
  }

  private static boolean isFormRefused(RegistryException e) {
    boolean unsupported = e.errors().stream().anyMatch(error -> error.code().equals("UNSUPPORTED"));
    return e.method().equals("PUT") && (e.status() == 405 || e.status() == 501 || unsupported);
  }

  private static boolean isRefusal(Exception e) {
    return e instanceof RegistryException refused && refused.status() == 400;
  }

  /**
   * A refused digest is the blob's own fault, unless others sent a part of it.
   *
   * @return whether it was, and the blob comes from another place now
   */
  private boolean isElsewhere() throws IOException {
    try {
      return !body.isHonest();
    } catch (IOException | RuntimeException e) {
      giveUp();
      throw e;
    }
  }

  /** The answer may be all that was lost, here or at a proxy, or the commit was asked for twice. */
  static boolean mayHaveArrived(Exception e) {
    return e instanceof IOException
        || (e instanceof RegistryException refused
            && (refused.status() >= 500 || isSessionLost(refused)));
  }

  private boolean isThere() {
    return blobs.isThereNow(descriptor);
  }

  static @Nullable String retryAfter(Exception e) {
    return e instanceof RegistryException refused ? refused.retryAfter() : null;
  }

  static boolean isWorthAnother(Exception e) {
    if (e instanceof RegistryException refused) {
      return Retries.isRetryable(refused.status())
          || isSessionLost(refused)
          || isOutOfStep(refused);
    }
    return Retries.isRetryable((IOException) e);
  }

  /** A chunk that the session did not expect: what it has is asked. */
  private static boolean isOutOfStep(RegistryException e) {
    return e.status() == 416 && !e.method().equals("POST");
  }

  /** A registry, or a proxy before it, may know nothing of a session and have no word for it. */
  private static boolean isSessionLost(Exception e) {
    return e instanceof RegistryException refused
        && refused.status() == 404
        && !refused.method().equals("POST")
        && refused.errors().stream()
            .allMatch(
                error ->
                    error.code().equals("BLOB_UPLOAD_UNKNOWN")
                        || error.code().equals("BLOB_UPLOAD_INVALID"));
  }

  /** A session that is saved is left for the next process; any other is of no use any more. */
  private void giveUp() {
    UploadSession open = session != null ? session : broken;
    if (open != null && !saved.isKept()) {
      open.cancel();
    }
  }

  private static void rethrow(Exception failure) throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    }
    throw (RegistryException) failure;
  }
}
