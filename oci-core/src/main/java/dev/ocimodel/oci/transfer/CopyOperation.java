package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.PartialTarget;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A copy: plan the graph, move its leaves, then its manifests from the bottom up, then tag. */
final class CopyOperation {

  private final Transfer transfer;
  private final TransferListener listener;
  private final ContentSource source;
  private final ContentTarget target;
  private final Failures failures;
  private final Map<Digest, TransferBytes> done = new ConcurrentHashMap<>();
  private final Map<Digest, RuntimeException> failed = new ConcurrentHashMap<>();

  CopyOperation(Transfer transfer, ContentSource source, ContentTarget target, Failures failures) {
    this.transfer = transfer;
    this.listener = transfer.listener();
    this.source = source;
    this.target = target;
    this.failures = failures;
  }

  TransferSummary run(List<CopyRequest> requests) {
    CopyGraph graph = new CopyPlanner(transfer, source, target, failures).plan(requests);
    requirePartialTarget(graph);
    listener.onPlanned(graph.size(), graph.bytes());
    graph.nodes().values().stream()
        .filter(node -> node.present)
        .forEach(node -> skip(node.descriptor));
    transfer.runAll(graph.leaves().values().stream().map(this::copyLeaf).toList());
    for (List<CopyNode> level : graph.levels()) {
      transfer.runAll(
          level.stream().filter(node -> !node.present).map(this::copyManifest).toList());
    }
    List<Attempt<CopyRoot>> tagged =
        transfer.runAll(graph.roots().stream().map(this::finish).toList());
    return summary(graph.roots(), tagged);
  }

  private void requirePartialTarget(CopyGraph graph) {
    if (graph.isPartial() && !(target instanceof PartialTarget)) {
      throw new IllegalArgumentException(
          target
              + " cannot hold a part of an artifact; select everything, or copy into an OciLayout");
    }
  }

  private Callable<TransferOutcome> copyLeaf(Descriptor leaf) {
    return attempt(
        leaf,
        tally -> {
          if (target.contains(leaf)) {
            return TransferOutcome.SKIPPED;
          }
          if (target.mount(leaf, source)) {
            return TransferOutcome.MOUNTED;
          }
          listener.onStarted(tally.item());
          target.push(new ObservedBlob(tally, source.blob(leaf, tally)));
          return tally.outcome();
        });
  }

  private Callable<TransferOutcome> copyManifest(CopyNode node) {
    return attempt(
        node.descriptor,
        tally -> {
          throwIfNeededFailed(node);
          listener.onStarted(tally.item());
          Blob blob = new ObservedBlob(tally, node.toBlob());
          if (node.partial) {
            ((PartialTarget) target).pushPartial(blob);
          } else {
            target.push(blob);
          }
          return tally.outcome();
        });
  }

  private void throwIfNeededFailed(CopyNode node) {
    Stream.of(node.leaves.stream(), node.children.stream(), node.manifest().subject().stream())
        .flatMap(needed -> needed)
        .map(needed -> failed.get(needed.digest()))
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private Callable<TransferOutcome> attempt(Descriptor descriptor, Step step) {
    return () -> {
      ItemTally tally = transfer.tally(TransferItem.of(descriptor));
      try {
        TransferOutcome outcome = step.run(tally);
        done.put(descriptor.digest(), tally.bytes(outcome));
        listener.onCompleted(tally.item(), outcome);
        return outcome;
      } catch (IOException e) {
        return fail(tally, Stops.failed(TransferException.Side.TARGET, tally.item(), e));
      } catch (RuntimeException e) {
        return fail(tally, e);
      }
    };
  }

  /** Throws the failure, or keeps it for those roots that need the item. */
  private TransferOutcome fail(ItemTally tally, RuntimeException failure) {
    listener.onFailed(tally.item(), failure);
    if (failure instanceof TransferCancelledException) {
      throw failure;
    }
    failures.throwIfFirstEnds(failure);
    Descriptor descriptor = Objects.requireNonNull(tally.item().descriptor());
    failed.put(descriptor.digest(), failure);
    return TransferOutcome.SKIPPED;
  }

  private void skip(Descriptor present) {
    TransferItem item = TransferItem.of(present);
    done.put(present.digest(), TransferBytes.skipped(present.size()));
    listener.onCompleted(item, TransferOutcome.SKIPPED);
  }

  private Callable<Attempt<CopyRoot>> finish(CopyRoot root) {
    return failures.caught(
        () -> {
          RuntimeException failure = failureOf(root);
          if (failure != null) {
            throw failure;
          }
          try {
            target.tag(root.descriptor(), root.tag());
          } catch (IOException e) {
            throw Stops.failed(
                TransferException.Side.TARGET, TransferItem.of(root.descriptor()), e);
          }
          return root;
        });
  }

  private @Nullable RuntimeException failureOf(CopyRoot root) {
    if (root.failure != null) {
      return root.failure;
    }
    return items(root)
        .map(item -> failed.get(item.digest()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Stream<Descriptor> items(CopyRoot root) {
    return root.reached.stream()
        .flatMap(node -> Stream.concat(Stream.of(node.descriptor), node.leaves.stream()));
  }

  private TransferSummary summary(List<CopyRoot> roots, List<Attempt<CopyRoot>> tagged) {
    Set<Digest> counted = new HashSet<>();
    List<CopyOutcome> outcomes = new java.util.ArrayList<>();
    for (int i = 0; i < roots.size(); i++) {
      CopyRoot root = roots.get(i);
      RuntimeException failure = tagged.get(i).failure();
      outcomes.add(
          failure == null
              ? new CopyOutcome(root.request, result(root, counted), null)
              : new CopyOutcome(root.request, null, CopyRoot.typed(failure)));
    }
    TransferBytes all = done.values().stream().reduce(TransferBytes.NONE, TransferBytes::plus);
    return new TransferSummary(outcomes, all);
  }

  private TransferResult result(CopyRoot root, Set<Digest> counted) {
    Set<Digest> mine = new HashSet<>();
    TransferBytes bytes = TransferBytes.NONE;
    for (Descriptor item : (Iterable<Descriptor>) items(root)::iterator) {
      if (mine.add(item.digest())) {
        TransferBytes moved = done.getOrDefault(item.digest(), TransferBytes.NONE);
        boolean first = counted.add(item.digest());
        bytes = bytes.plus(first ? moved : TransferBytes.skipped(moved.total()));
      }
    }
    return new TransferResult(root.descriptor(), mine.size(), bytes);
  }

  private interface Step {
    TransferOutcome run(ItemTally tally) throws IOException;
  }
}
