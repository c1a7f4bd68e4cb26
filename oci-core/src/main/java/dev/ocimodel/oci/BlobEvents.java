package dev.ocimodel.oci;

/**
 * What a store has to say about a blob on its way that the passing bytes do not show. A store calls
 * these; whoever moves the blob listens. Stores are free to say nothing.
 *
 * <p>A target finds them at {@link Blob#events()} and {@link BlobProducer#events()}; a source is
 * given them with {@link ContentSource#blob(Descriptor, BlobEvents)}. Calls come from any thread,
 * do not block and do not throw.
 */
public interface BlobEvents {

  /** Nobody listens. */
  BlobEvents NONE = new BlobEvents() {};

  /**
   * The target has bytes from an earlier attempt that need not be moved again.
   *
   * @param bytes how many, from the blob's start; 0 takes back what an earlier call said
   */
  default void onResumed(long bytes) {}

  /**
   * Bytes were moved once more, out of sight of who reads the blob: a source fetched a range again,
   * or a target sent again what it had buffered.
   *
   * @param bytes how many
   */
  default void onRetried(long bytes) {}

  /** The target took the blob over from another place it knows, without its bytes. */
  default void onMounted() {}

  /**
   * All bytes are with the target, which has yet to make them visible: a registry's commit, or a
   * file being forced to disk. It may be said again when that failed and is repeated.
   */
  default void onCommitting() {}
}
