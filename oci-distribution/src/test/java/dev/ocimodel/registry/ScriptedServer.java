package dev.ocimodel.registry;

import dev.ocimodel.registry.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A server on a real socket that answers as a test says, and remembers what it was asked. */
final class ScriptedServer implements AutoCloseable {

  private final MockWebServer server = new MockWebServer();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Function<RecordedRequest, MockResponse.Builder> script = r -> status(404);

  private final String scheme;

  ScriptedServer() {
    this(null, InetAddress.getLoopbackAddress());
  }

  /** A server with a certificate for 127.0.0.1 and localhost. */
  static ScriptedServer tls(TestAuthority authority) {
    return new ScriptedServer(authority, InetAddress.getLoopbackAddress());
  }

  private ScriptedServer(@Nullable TestAuthority authority, InetAddress address) {
    scheme = authority == null ? "http" : "https";
    if (authority != null) {
      server.useHttps(authority.serverContext(authority.issue("server")).getSocketFactory());
      server.setProtocols(List.of(Protocol.HTTP_1_1));
    }
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return script.apply(request).build();
          }
        });
    try {
      server.start(address, 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  ScriptedServer answering(Function<RecordedRequest, MockResponse.Builder> newScript) {
    script = newScript;
    return this;
  }

  String host() {
    return "127.0.0.1:" + server.getPort();
  }

  String uri(String path) {
    return scheme + "://" + host() + path;
  }

  void requireClientAuth() {
    server.requireClientAuth();
  }

  void requestClientAuth() {
    server.requestClientAuth();
  }

  List<RecordedRequest> requests() {
    return requests;
  }

  List<String> requestLines() {
    return requests.stream().map(r -> r.getMethod() + " " + r.getTarget()).toList();
  }

  /** A client that retries without waiting. */
  static RegistryClient.Builder impatient() {
    return RegistryClient.builder()
        .stallTimeout(Duration.ofSeconds(5))
        .retryPolicy(RetryPolicy.create().withBaseDelay(Duration.ofMillis(1)));
  }

  static MockResponse.Builder status(int code) {
    return new MockResponse.Builder().code(code);
  }

  static MockResponse.Builder body(int code, byte[] content) {
    return status(code).body(new Buffer().write(content));
  }

  /** The part of a content that a request asks for, as an honest server of ranges gives it. */
  static MockResponse.Builder range(RecordedRequest request, byte[] content) {
    String range = request.getHeaders().get("Range");
    if (range == null) {
      return body(200, content);
    }
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    int from = Integer.parseInt(ends[0]);
    int to = Integer.parseInt(ends[1]);
    return body(206, Arrays.copyOfRange(content, from, to + 1))
        .setHeader("Content-Range", "bytes " + from + "-" + to + "/" + content.length);
  }

  static MockResponse.Builder error(int code, String errorCode, String message) {
    return status(code)
        .body("{\"errors\":[{\"code\":\"" + errorCode + "\",\"message\":\"" + message + "\"}]}");
  }

  @Override
  public void close() {
    server.close();
  }
}
