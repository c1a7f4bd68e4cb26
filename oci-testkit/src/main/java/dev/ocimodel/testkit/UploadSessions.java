package dev.ocimodel.testkit;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The uploads that were begun and not ended. */
final class UploadSessions {

  private final RepositoryContent content;
  private final Map<String, UploadSession> open = new ConcurrentHashMap<>();

  UploadSessions(RepositoryContent content) {
    this.content = content;
  }

  UploadSession begin(String repository) throws IOException {
    String id = UUID.randomUUID().toString();
    UploadSession session = new UploadSession(repository, id, content.beginBlob());
    open.put(id, session);
    return session;
  }

  UploadSession find(String repository, String id) {
    UploadSession session = open.get(id);
    if (session == null || !session.repository().equals(repository)) {
      throw RegistryError.notFound("BLOB_UPLOAD_UNKNOWN", "no such upload in " + repository);
    }
    return session;
  }

  void end(UploadSession session) {
    open.remove(session.id());
  }

  void discardAll() throws IOException {
    for (UploadSession session : open.values()) {
      end(session);
      session.discard();
    }
  }
}
