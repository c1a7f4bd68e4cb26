package dev.ocimodel.model;

import dev.ocimodel.model.LayerContent.RawFile;
import dev.ocimodel.model.StagedLayer.StagedFile;
import dev.ocimodel.model.archive.ArchiveLimits;
import dev.ocimodel.model.archive.PathSet;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** One unpacking: check the names, stage all layers concurrently, merge them, publish. */
final class UnpackOperation {

  private final Transfer transfer;
  private final ContentSource source;
  private final ArchiveLimits limits;
  private final Artifact artifact;

  UnpackOperation(
      Transfer transfer, ContentSource source, ArchiveLimits limits, Artifact artifact) {
    this.transfer = transfer;
    this.source = source;
    this.limits = limits;
    this.artifact = artifact;
  }

  UnpackResult run(Path directory) {
    Map<Digest, List<LayerContent>> contents = byDigest(LayerContents.of(artifact));
    requireDistinctNames(contents);
    TargetDirectory target = TargetDirectory.open(directory);
    try (StagingDirectory staging =
        StagingDirectory.open(target.root(), artifact.manifest().descriptor().digest())) {
      try {
        return unpack(contents, target, staging);
      } catch (InvalidContentException e) {
        staging.clear(); // nobody will go on with it
        throw e;
      }
    } catch (IOException e) {
      throw new StorageException(
          "Cannot unpack "
              + artifact.manifest().descriptor().digest()
              + " into "
              + directory
              + ": "
              + e,
          e);
    }
  }

  private UnpackResult unpack(
      Map<Digest, List<LayerContent>> contents, TargetDirectory target, StagingDirectory staging)
      throws IOException {
    preflight(contents, target, staging);
    Map<Digest, StagedLayer> staged = stageAll(contents, target, staging);
    Map<String, StagedFile> tree = new LayerMerge(artifact).merge(staged);
    for (String path : tree.keySet()) {
      target.requireFree(path);
    }
    new Publication(target, staging).publish(tree.values());
    staging.clear();
    return result(contents, staged, tree);
  }

  private static Map<Digest, List<LayerContent>> byDigest(List<LayerContent> contents) {
    Map<Digest, List<LayerContent>> grouped = new LinkedHashMap<>();
    contents.forEach(
        content ->
            grouped
                .computeIfAbsent(content.layer().digest(), digest -> new ArrayList<>())
                .add(content));
    return grouped;
  }

  /** Names that the manifest gives can be refused before anything is fetched. */
  private static void requireDistinctNames(Map<Digest, List<LayerContent>> contents) {
    PathSet paths = new PathSet();
    contents.values().stream()
        .flatMap(List::stream)
        .filter(RawFile.class::isInstance)
        .map(content -> ((RawFile) content).path())
        .filter(path -> !paths.add(path))
        .findFirst()
        .ifPresent(
            path -> {
              throw LayerMerge.twice(path);
            });
  }

  private static void preflight(
      Map<Digest, List<LayerContent>> contents, TargetDirectory target, StagingDirectory staging)
      throws IOException {
    long needed = -staging.size();
    for (List<LayerContent> uses : contents.values()) {
      for (LayerContent content : uses) {
        long size = content.declaredSize().orElse(content.layer().size());
        if (content instanceof RawFile file) {
          target.requireFree(file.path());
          size -= target.sizeIfEqual(file.path(), size);
        }
        needed = size > Long.MAX_VALUE / 2 - needed ? Long.MAX_VALUE / 2 : needed + size;
      }
    }
    target.requireSpace(needed);
  }

  /** The largest layer starts first, so that none of its size is left alone at the end. */
  private Map<Digest, StagedLayer> stageAll(
      Map<Digest, List<LayerContent>> contents, TargetDirectory target, StagingDirectory staging) {
    List<List<LayerContent>> order = new ArrayList<>(contents.values());
    order.sort(Comparator.comparingLong(uses -> -uses.get(0).layer().size()));
    transfer
        .listener()
        .onPlanned(
            order.size(), order.stream().mapToLong(uses -> uses.get(0).layer().size()).sum());
    List<StagedLayer> staged =
        transfer.runAll(order.stream().map(uses -> task(uses, target, staging)).toList());
    Map<Digest, StagedLayer> byDigest = new HashMap<>();
    for (int i = 0; i < staged.size(); i++) {
      byDigest.put(order.get(i).get(0).layer().digest(), staged.get(i));
    }
    return byDigest;
  }

  private Callable<StagedLayer> task(
      List<LayerContent> uses, TargetDirectory target, StagingDirectory staging) {
    return () -> {
      TransferItem item = item(uses.get(0));
      TransferListener listener = transfer.listener();
      listener.onStarted(item);
      return Attempts.reported(
          listener,
          item,
          () -> {
            StagedLayer staged = stage(uses, transfer.observe(item, source), target, staging);
            return new Attempts.Result<>(
                staged, staged.fetched() == 0 ? TransferOutcome.SKIPPED : TransferOutcome.COPIED);
          });
    };
  }

  /** What came out of wrong bytes is written over, where the right ones can be had elsewhere. */
  private StagedLayer stage(LayerContent.Archive archive, Blob blob, StagingDirectory staging)
      throws IOException {
    while (true) {
      try {
        return new ArchiveStager(archive, staging, limits).stage(blob);
      } catch (ContentMismatchException e) {
        if (!blob.reject()) {
          throw e;
        }
      }
    }
  }

  private StagedLayer stage(
      List<LayerContent> uses, Blob blob, TargetDirectory target, StagingDirectory staging) {
    try {
      if (uses.get(0) instanceof LayerContent.Archive archive) {
        return stage(archive, blob, staging);
      }
      return new RawStager(target, staging)
          .stage(blob, uses.stream().map(RawFile.class::cast).toList());
    } catch (IOException e) {
      // The source's failures are typed by the observed blob, so this is the disk's.
      throw new StorageException(
          "Cannot write layer "
              + blob.descriptor().digest()
              + " into "
              + target.root()
              + ": "
              + e
              + "; is the disk full?",
          e);
    }
  }

  private static TransferItem item(LayerContent content) {
    Descriptor layer = content.layer();
    String name = content instanceof RawFile file ? file.path() : layer.displayName();
    return new TransferItem(name, OptionalLong.of(layer.size()), layer);
  }

  private UnpackResult result(
      Map<Digest, List<LayerContent>> contents,
      Map<Digest, StagedLayer> staged,
      Map<String, StagedFile> tree) {
    long fetched = staged.values().stream().mapToLong(StagedLayer::fetched).sum();
    long all = contents.values().stream().mapToLong(uses -> uses.get(0).layer().size()).sum();
    return new UnpackResult(
        artifact.root(),
        artifact.kind(),
        tree.keySet().stream().sorted(ModelDirectory.BYTE_ORDER).toList(),
        fetched,
        all - fetched);
  }
}
