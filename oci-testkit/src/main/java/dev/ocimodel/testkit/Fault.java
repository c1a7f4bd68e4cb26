package dev.ocimodel.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One thing that goes wrong with one request. Immutable. */
public final class Fault {

  private static final Fault NONE = new Fault("none", new FaultBehaviour() {});

  private final String name;
  private final FaultBehaviour behaviour;

  private Fault(String name, FaultBehaviour behaviour) {
    this.name = name;
    this.behaviour = behaviour;
  }

  /** Nothing goes wrong. */
  public static Fault none() {
    return NONE;
  }

  /** The request is not handled; this status comes back, with an empty body. */
  public static Fault status(int status) {
    return status(status, Map.of());
  }

  /** The request is not handled; this status comes back with these header fields. */
  public static Fault status(int status, Map<String, String> headers) {
    Response response = Response.of(status).withHeaders(headers);
    return new Fault("status " + status, FaultBehaviour.instead(response));
  }

  /** The request is not handled; this status comes back with a body that nobody promised. */
  public static Fault statusWithBody(int status, String contentType, String body) {
    Response response =
        Response.of(status).withBody(contentType, Body.of(body.getBytes(StandardCharsets.UTF_8)));
    return new Fault("status " + status, FaultBehaviour.instead(response));
  }

  /**
   * The request is not handled; this status comes back with an error body of distribution-spec 1.1
   * "Error Codes".
   */
  public static Fault statusWithErrorCode(int status, String code) {
    Response response = new RegistryError(status, code, "as the fault plan wants it").response();
    return new Fault("status " + status + " " + code, FaultBehaviour.instead(response));
  }

  /** The request is not handled; 307 to another place comes back. */
  public static Fault redirectTo(URI location) {
    Response response = Response.of(307).withHeader("Location", location.toString());
    return new Fault("redirect", FaultBehaviour.instead(response));
  }

  /** The request is not handled and not answered: the connection ends. */
  public static Fault dropConnection() {
    return new Fault("drop connection", FaultBehaviour.dropping());
  }

  /** The request is handled, but its answer gets lost: the connection ends in place of it. */
  public static Fault loseResponse() {
    return new Fault("lose response", FaultBehaviour.transmitting((wire, r) -> wire.close()));
  }

  /** The connection is reset (TCP RST) once this many bytes of the answer's body were sent. */
  public static Fault resetAfter(long bytesOfBody) {
    return new Fault(
        "reset after " + bytesOfBody,
        FaultBehaviour.transmitting(
            (wire, response) -> {
              wire.sendPart(response, bytesOfBody);
              wire.reset();
            }));
  }

  /**
   * The connection is reset (TCP RST) once this many bytes of the request's body were read. What
   * was read stays in the upload session.
   */
  public static Fault resetAfterReceiving(long bytesOfBody) {
    return new Fault(
        "reset after receiving " + bytesOfBody, FaultBehaviour.cuttingRequest(bytesOfBody));
  }

  /** {@code Content-Length} promises the whole body; the connection ends after fewer bytes. */
  public static Fault truncateBody(long bytesOfBody) {
    return new Fault(
        "truncate after " + bytesOfBody,
        FaultBehaviour.transmitting(
            (wire, response) -> {
              wire.sendPart(response, bytesOfBody);
              wire.close();
            }));
  }

  /** The body ends early and {@code Content-Length} agrees: only the digest can tell. */
  public static Fault shortenBody(long bytesOfBody) {
    return new Fault(
        "shorten to " + bytesOfBody,
        FaultBehaviour.transmitting(
            (wire, response) -> wire.send(response.withBody(response.body().first(bytesOfBody)))));
  }

  /** One bit of the answer's body at this offset is flipped, where the body is that long. */
  public static Fault flipBit(long offsetInBody) {
    return new Fault(
        "flip a bit at " + offsetInBody,
        FaultBehaviour.transmitting(
            (wire, response) ->
                wire.send(response.withBody(response.body().flipped(offsetInBody)))));
  }

  /** No answer comes until the client closes the connection or the registry is closed. */
  public static Fault stall() {
    return stallAfter(0);
  }

  /** The answer stops after this many bytes of body; then as {@link #stall()}. */
  public static Fault stallAfter(long bytesOfBody) {
    return new Fault(
        "stall after " + bytesOfBody,
        FaultBehaviour.transmitting(
            (wire, response) -> {
              if (bytesOfBody > 0) {
                wire.sendPart(response, bytesOfBody);
              }
              wire.awaitClientGone();
              wire.close();
            }));
  }

  /** The request is not handled before the latch is at zero; then all goes on as usual. */
  public static Fault holdUntil(CountDownLatch released) {
    return new Fault("hold", FaultBehaviour.waiting(released));
  }

  /** Whether nothing goes wrong. */
  public boolean isNone() {
    return this == NONE;
  }

  FaultBehaviour behaviour() {
    return behaviour;
  }

  /** Returns what goes wrong, in words. */
  @Override
  public String toString() {
    return "Fault[" + name + "]";
  }
}
