package dev.ocimodel.registry;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One upload session (distribution-spec 1.1 "Pushing blobs"). The registry may move it with every
 * answer, so the newest Location counts; it may lead to another host, which then gets no
 * credentials.
 */
final class UploadSession {

  /** Nothing can be said about what the session has. */
  static final long UNKNOWN = -1;

  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");
  private static final long MAX_CHUNK_MIN_LENGTH = 1L << 30;

  private final RepositoryEndpoint endpoint;
  private final long chunkMinLength;
  private URI location;

  private UploadSession(RepositoryEndpoint endpoint, URI location, long chunkMinLength) {
    this.endpoint = endpoint;
    this.location = location;
    this.chunkMinLength = chunkMinLength;
  }

  static UploadSession open(RepositoryEndpoint endpoint) throws IOException {
    try (HttpReply reply = endpoint.send(opening(endpoint, endpoint.uploads()))) {
      return opened(endpoint, reply);
    }
  }

  /**
   * Opens a session for a blob that the registry may have in another repository.
   *
   * @return null if it did, and the blob is there now
   */
  static @Nullable UploadSession openOrMount(RepositoryEndpoint endpoint, Digest digest)
      throws IOException {
    URI uri = Uris.withQuery(endpoint.uploads(), "mount", digest.toString());
    try (HttpReply reply = endpoint.send(opening(endpoint, uri))) {
      return reply.status() == 201 ? null : opened(endpoint, reply);
    }
  }

  private static HttpCall opening(RepositoryEndpoint endpoint, URI uri) {
    return HttpCall.of("POST", uri, endpoint.push()).withBody(HttpBody.empty());
  }

  /** Takes the session that an answer to a POST has opened. */
  static UploadSession opened(RepositoryEndpoint endpoint, HttpReply reply) {
    return new UploadSession(endpoint, location(endpoint, reply), chunkMinLength(reply));
  }

  /** Takes up a session that another process has opened. */
  static UploadSession at(RepositoryEndpoint endpoint, URI location) {
    return new UploadSession(endpoint, location, 0);
  }

  private static URI location(RepositoryEndpoint endpoint, HttpReply reply) {
    String location = reply.header("Location");
    if (location == null) {
      throw new InvalidContentException(
          Uris.redacted(reply.uri()) + " accepted an upload and gave no Location for it");
    }
    URI resolved = Uris.resolve(reply.uri(), location);
    if (Origin.of(endpoint.base()).isSecure() && !Origin.of(resolved).isSecure()) {
      throw new InvalidContentException(
          Uris.redacted(reply.uri()) + " sends an upload from https to http: refused");
    }
    return resolved;
  }

  /** A registry that asks for more than a gibibyte at once is not taken at its word. */
  private static long chunkMinLength(HttpReply reply) {
    String value = reply.header("OCI-Chunk-Min-Length");
    return value == null || !value.strip().matches("[0-9]{1,18}")
        ? 0
        : Math.min(MAX_CHUNK_MIN_LENGTH, Long.parseLong(value.strip()));
  }

  /** Where to go on: as secret as the registry makes it. */
  URI location() {
    return location;
  }

  /** How many bytes every chunk but the last must have at least; 0 where nothing was said. */
  long chunkMinLength() {
    return chunkMinLength;
  }

  /** Appends all of a blob whose digest is not known yet. */
  void patch(HttpBody body) throws IOException {
    send(HttpCall.of("PATCH", location, endpoint.push()).withBody(body).once());
  }

  /**
   * Appends a chunk.
   *
   * @param offset how many bytes the session has
   * @return how many bytes it has now, by its own word; {@link #UNKNOWN} where it gave none
   */
  long append(HttpBody body, long offset) throws IOException {
    String range = offset + "-" + (offset + body.length() - 1);
    return send(
        HttpCall.of("PATCH", location, endpoint.push())
            .withHeader("Content-Range", range)
            .withBody(body)
            .once());
  }

  private long send(HttpCall call) throws IOException {
    try (HttpReply reply = endpoint.send(call)) {
      location = location(endpoint, reply);
      return received(reply);
    }
  }

  /**
   * Asks how many bytes the session has.
   *
   * @return {@link #UNKNOWN} if it is gone, or says nothing that can be relied on
   */
  long received() throws IOException {
    HttpCall call =
        HttpCall.of("GET", location, endpoint.push()).answering(400, 404, 405, 410, 416, 501);
    try (HttpReply reply = endpoint.send(call)) {
      if (reply.status() != 204 && reply.status() != 202) {
        return UNKNOWN;
      }
      if (reply.header("Location") != null) {
        location = location(endpoint, reply);
      }
      return received(reply);
    }
  }

  /** Reads {@code Range}. {@code 0-0} says nothing: many send it for no byte as well as for one. */
  private static long received(HttpReply reply) {
    String range = reply.header("Range");
    Matcher matcher = RANGE.matcher(range == null ? "" : range.strip());
    if (!matcher.matches()) {
      return UNKNOWN;
    }
    long last = Long.parseLong(matcher.group(1));
    return last == 0 ? UNKNOWN : last + 1;
  }

  /** Appends a body and closes the session: the blob is there once this returns. */
  void put(Digest digest, HttpBody body) throws IOException {
    URI closing = Uris.withQuery(location, "digest", digest.toString());
    HttpCall call = HttpCall.of("PUT", closing, endpoint.push()).withBody(body);
    endpoint.send(body.length() == 0 ? call : call.once()).close();
  }

  /**
   * Gives the session up, so that the registry need not keep its bytes; one that does not hear of
   * it forgets it in its own time. An interrupted thread does not wait long for that.
   */
  void cancel() {
    boolean interrupted = Thread.interrupted();
    try {
      endpoint.send(HttpCall.of("DELETE", location, endpoint.push()).once().brief()).close();
    } catch (IOException | RuntimeException e) { // what made it be cancelled says more
      System.getLogger(UploadSession.class.getName())
          .log(
              System.Logger.Level.DEBUG,
              "Could not cancel an upload session of {0}",
              endpoint.shown());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
