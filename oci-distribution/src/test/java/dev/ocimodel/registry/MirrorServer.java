package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Manifest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A host on a real socket that has some content under any repository name, honours ranges, and
 * remembers what it was asked. A test can put itself before its answers.
 */
final class MirrorServer implements AutoCloseable {

  private final ScriptedServer server = new ScriptedServer();
  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  private final Map<String, String> mediaTypes = new ConcurrentHashMap<>();
  private volatile Function<RecordedRequest, MockResponse.@Nullable Builder> before = r -> null;

  MirrorServer() {
    server.answering(
        request -> {
          MockResponse.Builder first = before.apply(request);
          return first == null ? answer(request) : first;
        });
  }

  MirrorServer with(Descriptor descriptor, byte[] bytes) {
    content.put(descriptor.digest().toString(), bytes);
    mediaTypes.put(descriptor.digest().toString(), descriptor.mediaType().value());
    return this;
  }

  MirrorServer withTag(String tag, Manifest manifest) {
    with(manifest.descriptor(), manifest.toByteArray());
    content.put(tag, manifest.toByteArray());
    mediaTypes.put(tag, manifest.mediaType().value());
    return this;
  }

  /** What this returns is the answer; for null there is the usual one. */
  MirrorServer answeringFirst(Function<RecordedRequest, MockResponse.@Nullable Builder> function) {
    before = function;
    return this;
  }

  MirrorServer answeringAlways(int status) {
    return answeringFirst(request -> status(status));
  }

  /** The usual answer. */
  MockResponse.Builder answer(RecordedRequest request) {
    String path = URI.create("http://any" + request.getTarget()).getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    byte[] bytes = content.get(name);
    if (bytes == null) {
      return status(404);
    }
    return ScriptedServer.range(request, bytes)
        .setHeader("Content-Type", mediaTypes.get(name))
        .setHeader(
            "Docker-Content-Digest",
            dev.ocimodel.oci.Descriptor.of(dev.ocimodel.oci.MediaType.OCTET_STREAM, bytes)
                .digest()
                .toString());
  }

  String host() {
    return server.host();
  }

  String url() {
    return "http://" + server.host();
  }

  List<RecordedRequest> requests() {
    return server.requests();
  }

  List<String> requestLines() {
    return server.requestLines();
  }

  /** The ranges it was asked for, "null" where there was none. */
  List<String> ranges() {
    return requests().stream().map(r -> String.valueOf(r.getHeaders().get("Range"))).toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
