package dev.ocimodel.registry;

/** How a blob of known digest goes up (distribution-spec 1.1 "Pushing blobs"). */
public enum UploadForm {
  /** In one PUT, whatever happens: this registry takes no chunks. */
  WHOLE,

  /** In one PUT; in chunks once that was refused, as by a proxy that limits a request's size. */
  WHOLE_THEN_CHUNKS,

  /** In chunks. */
  CHUNKS
}
