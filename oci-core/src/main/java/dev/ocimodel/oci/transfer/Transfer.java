package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one engine that moves content: it walks a graph, keeps a bounded number of blobs in flight,
 * fails fast, can be cancelled, and tells a listener. Immutable and safe to share; start from
 * {@link #create()}.
 *
 * <p>The order inside a copy is always: resolve, skip what the target has, children before parents,
 * the root manifest, its referrers, the tag. A blob that the graph names twice moves once.
 *
 * <p>Methods block. Without {@link #withExecutor an executor} the work runs on daemon threads that
 * end with the call. The first failure cancels the other items, waits until they have stopped, and
 * is then thrown. Interrupting the calling thread cancels, and its interrupt flag is set again.
 */
public final class Transfer {

  private static final Transfer DEFAULT =
      new Transfer(4, null, TransferListener.NONE, Cancellation.create(), CopyScope.WHOLE);

  private final int concurrency;
  private final @Nullable Executor executor;
  private final TransferListener listener;
  private final Cancellation cancellation;
  private final CopyScope scope;

  private Transfer(
      int concurrency,
      @Nullable Executor executor,
      TransferListener listener,
      Cancellation cancellation,
      CopyScope scope) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
    }
    this.concurrency = concurrency;
    this.executor = executor;
    this.listener = listener;
    this.cancellation = cancellation;
    this.scope = scope;
  }

  /** The defaults: four items at once, own daemon threads, no listener, whole artifacts. */
  public static Transfer create() {
    return DEFAULT;
  }

  /** Sets how many items are in flight at once. */
  public Transfer withConcurrency(int items) {
    return new Transfer(items, executor, listener, cancellation, scope);
  }

  /**
   * Sets where the work runs, such as virtual threads. It is never shut down here. It must be able
   * to run at least one task while the calling thread waits.
   */
  public Transfer withExecutor(Executor newExecutor) {
    return new Transfer(concurrency, newExecutor, listener, cancellation, scope);
  }

  /** Sets who hears of progress; {@link ProgressMeter} turns it into rates and estimates. */
  public Transfer withListener(TransferListener newListener) {
    return new Transfer(concurrency, executor, newListener, cancellation, scope);
  }

  /** Sets the switch that cancels. */
  public Transfer withCancellation(Cancellation newCancellation) {
    return new Transfer(concurrency, executor, listener, newCancellation, scope);
  }

  private Transfer withScope(CopyScope newScope) {
    return new Transfer(concurrency, executor, listener, cancellation, newScope);
  }

  /**
   * Copies, of an index, the first manifest that serves a platform, <em>instead of the index</em>:
   * that manifest becomes the root and gets the tag, as with {@code crane pull --platform} and
   * {@code oras cp --platform}. A root that is no index is copied as it is. Replaces {@link
   * #withPlatforms}.
   *
   * <p>A copy of an index without that manifest fails with {@link
   * dev.ocimodel.oci.ContentNotFoundException}.
   */
  public Transfer withPlatform(Platform platform) {
    return withScope(scope.withPlatform(platform));
  }

  /**
   * Copies an index unchanged, but only those of its manifests that serve one of these platforms:
   * image-spec 1.1 allows an index whose manifests are not all there. The target must be a {@link
   * dev.ocimodel.oci.PartialTarget}, such as a layout, which then says that the artifact is
   * partial; most registries refuse such an index. Replaces {@link #withPlatform}.
   *
   * <p>A copy of an index with none of them fails with {@link
   * dev.ocimodel.oci.ContentNotFoundException}.
   *
   * @param platforms at least one
   */
  public Transfer withPlatforms(List<Platform> platforms) {
    if (platforms.isEmpty()) {
      throw new IllegalArgumentException("platforms is empty");
    }
    return withScope(scope.withPlatforms(platforms));
  }

  /**
   * Copies manifests and configs, but only those layers that a predicate selects; {@link Layers}
   * has some by name, annotation and type. Where anything is left out, the target must be a {@link
   * dev.ocimodel.oci.PartialTarget}, such as a layout, which then says that the artifact is
   * partial. A later copy moves only what is still missing.
   *
   * @param layers called by the copying thread, with descriptors as the manifest has them
   */
  public Transfer withSelection(Predicate<Descriptor> layers) {
    return withScope(scope.withSelection(layers));
  }

  /**
   * Copies the referrers (signatures, attestations, ...) of every manifest as well, and theirs, up
   * to {@link dev.ocimodel.oci.ContentLimits#maxReferrerDepth()} times and within {@link
   * dev.ocimodel.oci.ContentLimits#maxManifests()}. They are in the target before the tag is. What
   * the source lists although its subject is another is left out. A referrer is always copied
   * whole.
   *
   * @param artifactTypes only referrers of these types, or of all when empty
   */
  public Transfer withReferrers(Set<MediaType> artifactTypes) {
    return withScope(scope.withReferrers(artifactTypes));
  }

  /** Copies all referrers as well. */
  public Transfer withReferrers() {
    return withReferrers(Set.of());
  }

  CopyScope scope() {
    return scope;
  }

  /** How many items are in flight at once. */
  public int concurrency() {
    return concurrency;
  }

  /** Who hears of progress; calls that throw are swallowed. */
  public TransferListener listener() {
    return SafeListener.of(listener);
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
   * @throws IllegalArgumentException if something is left out and the target is no {@link
   *     dev.ocimodel.oci.PartialTarget}
   */
  public TransferResult copy(
      ContentSource source, String sourceReference, ContentTarget target, String targetReference) {
    TransferSummary summary =
        new CopyOperation(this, source, target, Failures.END_ALL)
            .run(List.of(new CopyRequest(sourceReference, targetReference)));
    return Objects.requireNonNull(summary.outcomes().get(0).result());
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
   * Copies several artifacts at once: they share the concurrency, and a blob or manifest that
   * several of them need moves once.
   *
   * <p>A root that fails does not end the others, and only its tag is not set: call {@link
   * TransferSummary#throwIfFailed()} or look at the outcomes. {@link
   * dev.ocimodel.oci.ContentLimits#maxManifests()} and {@code maxGraphSize} bound all of them
   * together.
   *
   * @throws TransferCancelledException if it was cancelled
   * @throws IllegalArgumentException if two requests want the same name in the target, or something
   *     is left out and the target is no {@link dev.ocimodel.oci.PartialTarget}
   */
  public TransferSummary copyAll(
      ContentSource source, List<CopyRequest> requests, ContentTarget target) {
    Set<String> names = new HashSet<>();
    for (CopyRequest request : requests) {
      if (!names.add(request.targetReference())) {
        throw new IllegalArgumentException(
            "Two of the copies want to be named " + request.targetReference());
      }
    }
    return new CopyOperation(this, source, target, Failures.ARE_KEPT).run(requests);
  }

  /**
   * Returns what {@link #copyAll} would do. Manifests are read, and the target is asked what it
   * has; no blob moves and nothing is written. Whether the target could mount something is not
   * known before it is tried.
   *
   * @throws dev.ocimodel.oci.OciException the first failure, as {@link #copy} throws it
   */
  public TransferPlan plan(ContentSource source, List<CopyRequest> requests, ContentTarget target) {
    return new CopyRehearsal(this, source, target).plan(requests);
  }

  /**
   * Returns what {@link #copy} would do.
   *
   * @see #plan(ContentSource, List, ContentTarget)
   */
  public PlannedRoot plan(ContentSource source, String reference, ContentTarget target) {
    return plan(source, List.of(CopyRequest.of(reference)), target).roots().get(0);
  }

  /**
   * Runs tasks with this transfer's concurrency, executor and cancellation: what packers and
   * unpackers use so that their work obeys the same rules as a copy.
   *
   * @return the results, in the order of the tasks
   * @throws dev.ocimodel.oci.OciException the first failure. An {@link IOException} of a task that
   *     comes from the disk is a {@link StorageException}: a {@link
   *     java.nio.file.FileSystemException}, or an {@code IOException} of no special kind, which is
   *     how the JDK reports a full disk. Any other, such as a network's, is a plain {@code
   *     OciException}
   */
  public <T> List<T> runAll(List<? extends Callable<T>> tasks) {
    return new TaskGroup(concurrency, executor, cancellation).run(tasks);
  }

  /**
   * Runs one step in the same way: for what the calling thread would do itself, but must stop on
   * cancel. The step must not call this transfer's {@code run}, {@code runAll} or {@code copy}: an
   * executor need not have a second thread.
   *
   * @throws dev.ocimodel.oci.OciException as {@link #runAll} does
   */
  public <T> T run(Callable<T> step) {
    return runAll(List.of(step)).get(0);
  }

  /** Returns a blob whose reading is reported to the listener and stops on cancel. */
  public Blob observe(TransferItem item, Blob blob) {
    return new ObservedBlob(tally(item), blob);
  }

  /**
   * Returns the blob an item is about, observed in the same way. The source can tell the listener
   * what it has to fetch again.
   *
   * @param item one with a descriptor
   */
  public Blob observe(TransferItem item, ContentSource source) {
    Descriptor descriptor = Objects.requireNonNull(item.descriptor(), "item has no descriptor");
    ItemTally tally = tally(item);
    return new ObservedBlob(tally, source.blob(descriptor, tally));
  }

  /** Returns a producer whose output is reported to the listener and stops on cancel. */
  public BlobProducer observe(TransferItem item, BlobProducer producer) {
    return new ObservedProducer(tally(item), producer);
  }

  ItemTally tally(TransferItem item) {
    return new ItemTally(item, listener(), cancellation);
  }
}
