package dev.ocimodel.testkit;

import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v2/NAME/blobs/uploads/}: begin an upload, mount, or upload in one request. */
final class UploadStartEndpoint implements Endpoint {

  private final RepositoryContent content;
  private final UploadSessions sessions;
  private final UploadEndpoint uploads;
  private final boolean automaticMount;

  UploadStartEndpoint(
      RepositoryContent content,
      UploadSessions sessions,
      UploadEndpoint uploads,
      boolean automaticMount) {
    this.content = content;
    this.sessions = sessions;
    this.uploads = uploads;
    this.automaticMount = automaticMount;
  }

  @Override
  public Response answer(Call call) throws IOException {
    if (!call.method().equals("POST")) {
      throw RegistryError.unsupported("uploads begin with POST");
    }
    if (mount(call)) {
      Digest digest = Call.parseDigest(call.query("mount"));
      return UploadEndpoint.created(call.repository(), digest);
    }
    if (call.query("digest") != null) {
      return uploadAtOnce(call, Call.parseDigest(call.query("digest")));
    }
    return uploads.accepted(sessions.begin(call.repository()));
  }

  /** The client learns of no session here, so none may stay behind when the body breaks off. */
  private Response uploadAtOnce(Call call, Digest digest) throws IOException {
    UploadSession session = sessions.begin(call.repository());
    try {
      return uploads.finish(session, call.body(), digest);
    } catch (IOException e) {
      sessions.end(session);
      session.discard();
      throw e;
    }
  }

  private boolean mount(Call call) throws IOException {
    if (call.query("mount") == null) {
      return false;
    }
    Digest digest = Call.parseDigest(call.query("mount"));
    for (String source : sources(call)) {
      if (call.access().mayPull(source) && content.blob(source, digest).isPresent()) {
        content.addBlob(call.repository(), digest);
        return true;
      }
    }
    return false;
  }

  /** The repository that the client names; without one, all or none. */
  private List<String> sources(Call call) throws IOException {
    @Nullable String from = call.query("from");
    if (from == null) {
      return automaticMount ? content.repositories() : List.of();
    }
    Router.checkName(from);
    return List.of(from);
  }
}
