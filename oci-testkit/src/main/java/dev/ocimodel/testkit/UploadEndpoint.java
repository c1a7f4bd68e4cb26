package dev.ocimodel.testkit;

import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v2/NAME/blobs/uploads/SESSION}: distribution-spec 1.1 "Pushing a blob in chunks". */
final class UploadEndpoint implements Endpoint {

  private static final Pattern CONTENT_RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  private final RepositoryContent content;
  private final UploadSessions sessions;
  private final long chunkMinLength;

  UploadEndpoint(RepositoryContent content, UploadSessions sessions, long chunkMinLength) {
    this.content = content;
    this.sessions = sessions;
    this.chunkMinLength = chunkMinLength;
  }

  @Override
  public Response answer(Call call) throws IOException {
    UploadSession session = sessions.find(call.repository(), call.argument());
    return switch (call.method()) {
      case "PATCH" -> patch(call, session);
      case "PUT" -> put(call, session);
      case "GET" -> progress(204, session);
      case "DELETE" -> cancel(session);
      default -> throw RegistryError.unsupported("an upload takes PATCH, PUT, GET and DELETE");
    };
  }

  private Response patch(Call call, UploadSession session) throws IOException {
    checkState(call, session);
    if (!isNext(call, session)) {
      return progress(416, session);
    }
    session.append(call.body());
    return accepted(session);
  }

  private Response put(Call call, UploadSession session) throws IOException {
    checkState(call, session);
    if (!isNext(call, session)) {
      return progress(416, session);
    }
    return finish(session, call.body(), Call.parseDigest(call.query("digest")));
  }

  /** Takes the last bytes and makes the blob visible. */
  Response finish(UploadSession session, InputStream body, Digest digest) throws IOException {
    session.append(body);
    sessions.end(session);
    if (!session.publish(digest)) {
      throw RegistryError.invalid("DIGEST_INVALID", "the content's digest is not " + digest);
    }
    content.addBlob(session.repository(), digest);
    return created(session.repository(), digest);
  }

  private Response cancel(UploadSession session) throws IOException {
    sessions.end(session);
    session.discard();
    return Response.of(204);
  }

  private static void checkState(Call call, UploadSession session) {
    @Nullable String state = call.query("_state");
    if (state != null && !state.equals(Long.toString(session.size()))) {
      throw RegistryError.notFound(
          "BLOB_UPLOAD_UNKNOWN", "this is not the latest Location of the upload");
    }
  }

  /** Chunks come in order; one without {@code Content-Range} is taken for the next. */
  private static boolean isNext(Call call, UploadSession session) {
    @Nullable String range = call.request().header("content-range");
    if (range == null) {
      return true;
    }
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches()) {
      throw RegistryError.invalid("BLOB_UPLOAD_INVALID", "Content-Range must be START-END");
    }
    long first = Long.parseLong(matcher.group(1));
    long length = Long.parseLong(matcher.group(2)) - first + 1;
    @Nullable String announced = call.request().header("content-length");
    return first == session.size()
        && (announced == null || announced.equals(Long.toString(length)));
  }

  Response accepted(UploadSession session) {
    Response response = progress(202, session);
    return chunkMinLength > 0
        ? response.withHeader("OCI-Chunk-Min-Length", Long.toString(chunkMinLength))
        : response;
  }

  /** Like Docker's registry, says {@code 0-0} for no byte as well as for one. */
  private static Response progress(int status, UploadSession session) {
    return Response.of(status)
        .withHeader("Location", session.location())
        .withHeader("Range", "0-" + Math.max(session.size() - 1, 0))
        .withHeader("Docker-Upload-UUID", session.id());
  }

  static Response created(String repository, Digest digest) {
    return Response.of(201)
        .withHeader("Location", "/v2/" + repository + "/blobs/" + digest)
        .withHeader("Docker-Content-Digest", digest.toString());
  }
}
