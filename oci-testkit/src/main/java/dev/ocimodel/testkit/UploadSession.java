package dev.ocimodel.testkit;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.testkit.storage.PendingContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/** An upload that was begun: the bytes so far. Requests on one session take turns. */
final class UploadSession {

  private final String repository;
  private final String id;
  private final PendingContent content;
  private final ReentrantLock turn = new ReentrantLock();

  UploadSession(String repository, String id, PendingContent content) {
    this.repository = repository;
    this.id = id;
    this.content = content;
  }

  String repository() {
    return repository;
  }

  String id() {
    return id;
  }

  long size() {
    return content.size();
  }

  /** Where to go on; changes with every byte, so that a client that keeps an old one is caught. */
  String location() {
    return "/v2/" + repository + "/blobs/uploads/" + id + "?_state=" + size();
  }

  void append(InputStream in) throws IOException {
    takeTurn();
    try {
      content.append(in);
    } finally {
      turn.unlock();
    }
  }

  boolean publish(Digest digest) throws IOException {
    takeTurn();
    try {
      return content.publish(digest);
    } finally {
      turn.unlock();
    }
  }

  void discard() throws IOException {
    takeTurn();
    try {
      content.discard();
    } finally {
      turn.unlock();
    }
  }

  private void takeTurn() {
    if (!turn.tryLock()) {
      throw RegistryError.invalid(
          "BLOB_UPLOAD_INVALID", "another request on this upload has not ended");
    }
  }
}
