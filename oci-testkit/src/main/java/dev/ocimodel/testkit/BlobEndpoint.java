package dev.ocimodel.testkit;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Digest;
import java.io.IOException;

/** {@code /v2/NAME/blobs/DIGEST}: distribution-spec 1.1 "Pulling blobs", with ranges. */
final class BlobEndpoint implements Endpoint {

  private final RepositoryContent content;

  BlobEndpoint(RepositoryContent content) {
    this.content = content;
  }

  @Override
  public Response answer(Call call) throws IOException {
    return switch (call.method()) {
      case "GET", "HEAD" -> get(call, find(call));
      case "DELETE" -> delete(call);
      default -> throw RegistryError.unsupported("blobs take GET, HEAD and DELETE");
    };
  }

  private Blob find(Call call) throws IOException {
    Digest digest = call.digest();
    return content.blob(call.repository(), digest).orElseThrow(() -> unknown(call));
  }

  private static Response get(Call call, Blob blob) {
    Digest digest = blob.descriptor().digest();
    Response head =
        Response.of(200)
            .withHeader("Accept-Ranges", "bytes")
            .withHeader("Docker-Content-Digest", digest.toString())
            .withHeader("ETag", etag(digest));
    return ByteRange.of(call.request(), etag(digest), blob.descriptor().size()).apply(head, blob);
  }

  private static String etag(Digest digest) {
    return "\"" + digest + "\"";
  }

  private Response delete(Call call) throws IOException {
    if (!content.removeBlob(call.repository(), call.digest())) {
      throw unknown(call);
    }
    return Response.of(202);
  }

  private static RegistryError unknown(Call call) {
    return RegistryError.notFound(
        "BLOB_UNKNOWN", call.argument() + " is not in " + call.repository());
  }
}
