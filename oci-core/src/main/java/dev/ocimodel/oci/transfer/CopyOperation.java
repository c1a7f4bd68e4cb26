package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** One copy: plan the graph, move its leaves, then its manifests from the bottom up, then tag. */
final class CopyOperation {

  private final Transfer transfer;
  private final TransferListener listener;
  private final ContentSource source;
  private final ContentTarget target;
  private final AtomicLong copied = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong mounted = new AtomicLong();

  CopyOperation(Transfer transfer, ContentSource source, ContentTarget target) {
    this.transfer = transfer;
    this.listener = transfer.listener();
    this.source = source;
    this.target = target;
  }

  TransferResult run(Descriptor root, String targetReference) {
    CopyPlan plan = new CopyPlanner(transfer, source, target).plan(root);
    listener.onPlanned(plan.size(), plan.bytes());
    plan.present().forEach(this::skip);
    transfer.runAll(plan.leaves().stream().map(this::copyLeaf).toList());
    plan.levelsBottomUp()
        .forEach(level -> transfer.runAll(level.stream().map(this::copyManifest).toList()));
    tag(root, targetReference);
    return new TransferResult(root, plan.size(), copied.get(), skipped.get(), mounted.get());
  }

  private Callable<TransferOutcome> copyLeaf(Descriptor leaf) {
    return () -> {
      TransferItem item = TransferItem.of(leaf);
      return attempt(
          item,
          () -> {
            if (target.contains(leaf)) {
              return TransferOutcome.SKIPPED;
            }
            if (target.mount(leaf, source)) {
              return TransferOutcome.MOUNTED;
            }
            move(item, source.blob(leaf));
            return TransferOutcome.COPIED;
          });
    };
  }

  private Callable<TransferOutcome> copyManifest(Blob manifest) {
    return () -> {
      TransferItem item = TransferItem.of(manifest.descriptor());
      return attempt(
          item,
          () -> {
            move(item, manifest);
            return TransferOutcome.COPIED;
          });
    };
  }

  private void move(TransferItem item, Blob blob) throws IOException {
    listener.onStarted(item);
    target.push(transfer.observe(item, blob));
  }

  private TransferOutcome attempt(TransferItem item, Step step) {
    try {
      TransferOutcome outcome = step.run();
      count(item, outcome);
      listener.onCompleted(item, outcome);
      return outcome;
    } catch (IOException e) {
      RuntimeException failure = Stops.failed(TransferException.Side.TARGET, item, e);
      listener.onFailed(item, failure);
      throw failure;
    } catch (RuntimeException e) {
      listener.onFailed(item, e);
      throw e;
    }
  }

  private void skip(Descriptor present) {
    TransferItem item = TransferItem.of(present);
    count(item, TransferOutcome.SKIPPED);
    listener.onCompleted(item, TransferOutcome.SKIPPED);
  }

  private void count(TransferItem item, TransferOutcome outcome) {
    AtomicLong counter =
        switch (outcome) {
          case COPIED -> copied;
          case SKIPPED -> skipped;
          case MOUNTED -> mounted;
        };
    counter.addAndGet(item.size().orElse(0));
  }

  private void tag(Descriptor root, String targetReference) {
    try {
      target.tag(root, targetReference);
    } catch (IOException e) {
      throw Stops.failed(TransferException.Side.TARGET, TransferItem.of(root), e);
    }
  }

  private interface Step {
    TransferOutcome run() throws IOException;
  }
}
