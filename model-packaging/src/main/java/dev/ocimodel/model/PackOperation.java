package dev.ocimodel.model;

import dev.ocimodel.model.archive.Compression;
import dev.ocimodel.model.archive.CompressionOptions;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobTooLargeException;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** One packing: layers, concurrently; then the config, the manifest, the tag. */
final class PackOperation {

  private static final int BUFFER_SIZE = 256 * 1024;

  private final Transfer transfer;
  private final ContentTarget target;
  private final OptionalInt level;

  PackOperation(Transfer transfer, ContentTarget target, OptionalInt level) {
    this.transfer = transfer;
    this.target = target;
    this.level = level;
  }

  Descriptor run(
      List<PlannedLayer> plan, ArtifactForm form, Map<String, String> annotations, String tag) {
    requireRoomFor(plan);
    transfer
        .listener()
        .onPlanned(plan.size(), plan.stream().mapToLong(PlannedLayer::uncompressedSize).sum());
    List<PackedLayer> layers = packAll(plan);
    Blob config = form.config(layers.stream().map(PackedLayer::diffId).toList());
    ImageManifest manifest =
        form.manifest(config.descriptor(), layers.stream().map(PackedLayer::descriptor).toList())
            .withAnnotations(annotations);
    TransferItem item = TransferItem.of(manifest.descriptor());
    transfer.run(
        () ->
            Attempts.target(
                item,
                () -> {
                  target.push(config);
                  target.push(manifest.toBlob());
                  target.tag(manifest.descriptor(), tag);
                  return tag;
                }));
    return manifest.descriptor();
  }

  /**
   * A layer that the target will not take is better refused before hours of others have moved. How
   * large a compressed one comes out is not known yet: the target says it then.
   */
  private void requireRoomFor(List<PlannedLayer> plan) {
    OptionalLong limit = target.maxBlobSize();
    for (PlannedLayer layer : plan) {
      long size = layer.uncompressedSize();
      boolean known = layer.format().compression() == Compression.NONE;
      if (known && limit.isPresent() && size > limit.getAsLong()) {
        throw new BlobTooLargeException(target.toString(), size, limit.getAsLong());
      }
    }
  }

  /** The largest layer starts first, so that none of its size is left alone at the end. */
  private List<PackedLayer> packAll(List<PlannedLayer> plan) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < plan.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong(i -> -plan.get(i).contentSize()));
    List<PackedLayer> packed =
        transfer.runAll(order.stream().map(i -> task(plan.get(i), plan.size())).toList());
    PackedLayer[] inPlace = new PackedLayer[plan.size()];
    for (int i = 0; i < inPlace.length; i++) {
      inPlace[order.get(i)] = packed.get(i);
    }
    return List.of(inPlace);
  }

  private Callable<PackedLayer> task(PlannedLayer layer, int layers) {
    return () -> {
      TransferListener listener = transfer.listener();
      TransferItem item = layer.item();
      listener.onStarted(item);
      return Attempts.reported(
          listener, item, () -> Attempts.target(item, () -> pack(layer, item, layers)));
    };
  }

  private Attempts.Result<PackedLayer> pack(PlannedLayer layer, TransferItem item, int layers)
      throws IOException {
    Digest claimed = layer.files().get(0).claimedDigest();
    if (layer.format() == LayerFormat.RAW && claimed != null) {
      return packClaimed(layer, item, claimed);
    }
    LayerWriter writer = new LayerWriter(layer, compression(layer, layers), transfer);
    Descriptor written = target.write(layer.mediaType(), writer);
    Digest diffId = writer.diffId();
    return new Attempts.Result<>(
        new PackedLayer(
            written.withAnnotations(layer.annotations()),
            diffId == null ? written.digest() : diffId),
        TransferOutcome.COPIED);
  }

  /**
   * A file whose digest is claimed is sent as what it claims to be, which a target that has it
   * needs not receive. Either way all of it is read and checked: a damaged cache is found here, not
   * on a node.
   */
  private Attempts.Result<PackedLayer> packClaimed(
      PlannedLayer layer, TransferItem item, Digest claimed) throws IOException {
    SourceFile file = layer.files().get(0);
    Descriptor descriptor =
        Descriptor.of(layer.mediaType(), claimed, file.size()).withAnnotations(layer.annotations());
    Blob blob = transfer.observe(item, Blob.of(descriptor, file.location()));
    boolean present = target.contains(descriptor);
    file.requireUnchanged();
    try {
      if (present) {
        check(blob, file);
      } else {
        target.push(blob);
      }
    } catch (ContentMismatchException e) {
      throw new ContentMismatchException(
          file.location()
              + " does not have the SHA-256 that its name in the Hugging Face cache says; delete it"
              + " and download the model again",
          e);
    }
    file.requireUnchanged();
    return new Attempts.Result<>(
        new PackedLayer(descriptor, claimed),
        present ? TransferOutcome.SKIPPED : TransferOutcome.COPIED);
  }

  private static void check(Blob blob, SourceFile file) throws IOException {
    Digester digester = Digester.sha256();
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = blob.open(0, file.size())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digester.update(buffer, 0, read);
      }
    }
    digester.requireMatch(blob.descriptor());
  }

  /** The threads of all layers in flight together are about as many as there are processors. */
  private CompressionOptions compression(PlannedLayer layer, int layers) {
    int inFlight = Math.min(transfer.concurrency(), layers);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / inFlight);
    CompressionOptions options = CompressionOptions.create().withThreads(threads);
    if (mostlyWeights(layer)) {
      options = options.withDeflateStrategy(CompressionOptions.DeflateStrategy.HUFFMAN_ONLY);
    }
    return level.isPresent() ? options.withLevel(level.getAsInt()) : options;
  }

  private static boolean mostlyWeights(PlannedLayer layer) {
    long weights =
        layer.files().stream()
            .filter(file -> FileCategory.of(file.path()) == FileCategory.WEIGHT)
            .mapToLong(SourceFile::size)
            .sum();
    return weights > layer.contentSize() / 2;
  }
}
