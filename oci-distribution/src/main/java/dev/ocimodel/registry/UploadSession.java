package dev.ocimodel.registry;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.net.URI;

/**
 * One upload session. The registry may move it with every answer, so the newest Location counts; it
 * may lead to another host, which then gets no credentials.
 */
final class UploadSession {

  private final RepositoryEndpoint endpoint;
  private URI location;

  private UploadSession(RepositoryEndpoint endpoint, URI location) {
    this.endpoint = endpoint;
    this.location = location;
  }

  static UploadSession open(RepositoryEndpoint endpoint) throws IOException {
    HttpCall call =
        HttpCall.of("POST", endpoint.uploads(), endpoint.push()).withBody(HttpBody.empty());
    try (HttpReply reply = endpoint.send(call)) {
      return opened(endpoint, reply);
    }
  }

  /** Takes the session that an answer to a POST has opened. */
  static UploadSession opened(RepositoryEndpoint endpoint, HttpReply reply) {
    return new UploadSession(endpoint, location(endpoint, reply));
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

  /** Appends a body. */
  void patch(HttpBody body) throws IOException {
    HttpCall call = HttpCall.of("PATCH", location, endpoint.push()).withBody(body).once();
    try (HttpReply reply = endpoint.send(call)) {
      location = location(endpoint, reply);
    }
  }

  /** Appends a body and closes the session: the blob is there once this returns. */
  void put(Digest digest, HttpBody body) throws IOException {
    URI closing = Uris.withQuery(location, "digest", digest.toString());
    HttpCall call = HttpCall.of("PUT", closing, endpoint.push()).withBody(body);
    endpoint.send(body.length() == 0 ? call : call.once()).close();
  }

  /** Gives the session up; a registry that does not hear of it forgets it in its own time. */
  void cancel() {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      endpoint.send(HttpCall.of("DELETE", location, endpoint.push()).once()).close();
    } catch (IOException | RuntimeException e) { // what made it be cancelled says more
      System.getLogger(UploadSession.class.getName())
          .log(
              System.Logger.Level.DEBUG,
              "Could not cancel an upload session of {0}",
              endpoint.shown());
    }
  }
}
