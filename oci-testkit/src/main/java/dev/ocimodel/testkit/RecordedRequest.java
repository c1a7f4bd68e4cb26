package dev.ocimodel.testkit;

/**
 * A request and what became of it, as {@link TestRegistry#requests()} saw it.
 *
 * @param request the request as it arrived
 * @param status status that was answered, or 0 when none was (yet)
 * @param bytesReceived bytes of the request's body that were read
 * @param bytesSent bytes of the answer's body that were handed to the connection
 */
public record RecordedRequest(
    RegistryRequest request, int status, long bytesReceived, long bytesSent) {

  /** Returns the HTTP method. */
  public String method() {
    return request.method();
  }

  /** Returns the path without query. */
  public String path() {
    return request.path();
  }

  /** Whether an {@code Authorization} header came with it. */
  public boolean isAuthorized() {
    return request.headers().containsKey("authorization");
  }

  /** Returns one line of number, method, path, status and body sizes. */
  @Override
  public String toString() {
    return request + " -> " + status + " (in " + bytesReceived + ", out " + bytesSent + ")";
  }
}
