package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one engine that moves content: it walks a graph, keeps a bounded number of blobs in flight,
 * fails fast, can be cancelled, and tells a listener. Immutable and safe to share; start from
 * {@link #create()}.
 *
 * <p>The order inside a copy is always: resolve, skip what the target has, children before parents,
 * the root manifest, the tag. A blob that the graph names twice moves once.
 *
 * <p>Methods block. Without {@link #withExecutor an executor} the work runs on daemon threads that
 * end with the call. The first failure cancels the other items, waits until they have stopped, and
 * is then thrown. Interrupting the calling thread cancels, and its interrupt flag is set again.
 */
public final class Transfer {

  private static final Transfer DEFAULT =
      new Transfer(4, null, TransferListener.NONE, Cancellation.create());

  private final int concurrency;
  private final @Nullable Executor executor;
  private final TransferListener listener;
  private final Cancellation cancellation;

  private Transfer(
      int concurrency,
      @Nullable Executor executor,
      TransferListener listener,
      Cancellation cancellation) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
    }
    this.concurrency = concurrency;
    this.executor = executor;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /** The defaults: four items at once, own daemon threads, no listener. */
  public static Transfer create() {
    return DEFAULT;
  }

  /** Sets how many items are in flight at once. */
  public Transfer withConcurrency(int items) {
    return new Transfer(items, executor, listener, cancellation);
  }

  /**
   * Sets where the work runs, such as virtual threads. It is never shut down here. It must be able
   * to run at least one task while the calling thread waits.
   */
  public Transfer withExecutor(Executor newExecutor) {
    return new Transfer(concurrency, newExecutor, listener, cancellation);
  }

  /** Sets who hears of progress. */
  public Transfer withListener(TransferListener newListener) {
    return new Transfer(concurrency, executor, newListener, cancellation);
  }

  /** Sets the switch that cancels. */
  public Transfer withCancellation(Cancellation newCancellation) {
    return new Transfer(concurrency, executor, listener, newCancellation);
  }

  /** How many items are in flight at once. */
  public int concurrency() {
    return concurrency;
  }

  /** Who hears of progress; calls that throw are swallowed. */
  public TransferListener listener() {
    return new SafeListener(listener);
  }

  /**
   * Copies an artifact, with everything it is made of, and tags it.
   *
   * @param sourceReference tag or digest in the source
   * @param targetReference tag in the target; or the digest, to leave it without a tag
   * @throws dev.ocimodel.oci.ContentNotFoundException if the source lacks it or a part of it
   * @throws dev.ocimodel.oci.ContentMismatchException if bytes are not what a descriptor says
   * @throws dev.ocimodel.oci.InvalidContentException if a manifest is malformed or over a limit
   * @throws TransferException if reading or writing fails
   * @throws TransferCancelledException if it was cancelled
   */
  public TransferResult copy(
      ContentSource source, String sourceReference, ContentTarget target, String targetReference) {
    Descriptor root = source.resolve(sourceReference);
    return new CopyOperation(this, source, target).run(root, targetReference);
  }

  /**
   * Copies an artifact under the name it has in the source.
   *
   * @see #copy(ContentSource, String, ContentTarget, String)
   */
  public TransferResult copy(ContentSource source, String reference, ContentTarget target) {
    return copy(source, reference, target, reference);
  }

  /**
   * Runs tasks with this transfer's concurrency, executor and cancellation: what packers and
   * unpackers use so that their work obeys the same rules as a copy.
   *
   * @return the results, in the order of the tasks
   * @throws dev.ocimodel.oci.OciException the first failure; an {@link IOException} of a task comes
   *     as {@link StorageException}
   */
  public <T> List<T> runAll(List<? extends Callable<T>> tasks) {
    return new TaskGroup(concurrency, executor, cancellation).run(tasks);
  }

  /** Returns a blob whose reading is reported to the listener and stops on cancel. */
  public Blob observe(TransferItem item, Blob blob) {
    return new ObservedBlob(item, blob, listener(), cancellation);
  }

  /** Returns a producer whose output is reported to the listener and stops on cancel. */
  public BlobProducer observe(TransferItem item, BlobProducer producer) {
    return new ObservedProducer(item, producer, listener(), cancellation);
  }
}
