package dev.ocimodel.testkit.storage;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Content by digest, shared by all repositories, and the records that say which repository has
 * what. Names and keys were validated by the caller; content stays when its last record goes.
 */
public interface RegistryStorage {

  /** What a record says. */
  enum Kind {
    /** Key: digest of a blob. Value: empty. */
    BLOB,
    /** Key: digest of a manifest. Value: its media type. */
    MANIFEST,
    /** Key: tag. Value: digest of its manifest. */
    TAG
  }

  /** Returns content that was published. */
  Optional<Blob> content(Digest digest) throws IOException;

  /** Starts content whose digest is not known yet. */
  PendingContent begin() throws IOException;

  /** Returns a record's value. */
  Optional<String> get(String repository, Kind kind, String key) throws IOException;

  /** Writes or replaces a record. */
  void put(String repository, Kind kind, String key, String value) throws IOException;

  /** Removes a record; returns whether it was there. */
  boolean remove(String repository, Kind kind, String key) throws IOException;

  /** Returns the keys of one kind in lexical order. */
  List<String> keys(String repository, Kind kind) throws IOException;

  /** Returns the names of all repositories in lexical order. */
  List<String> repositories() throws IOException;
}
