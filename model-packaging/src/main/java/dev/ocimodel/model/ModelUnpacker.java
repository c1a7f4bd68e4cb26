package dev.ocimodel.model;

import dev.ocimodel.model.archive.ArchiveLimits;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.transfer.Transfer;
import java.nio.file.Path;

/**
 * Gets a packaged model into a directory, its files directly in it: what this SDK packs, other
 * ModelPack artifacts, KitOps ModelKits, images with the files under {@code /models}, and what ORAS
 * pushes. Immutable and safe to share; start from {@link #create()}.
 *
 * <p>Layers are fetched, verified, decompressed and written in one pass, several at once, into a
 * hidden directory inside the target; files get their final names once the whole artifact was
 * verified. Whatever stops it, nothing unverified has a final name, and the next run of the same
 * artifact goes on where this one stopped. Files that are there already with the right content are
 * kept; files of other names are left alone.
 *
 * <p>Artifacts are taken for hostile: no path leads out of the directory, nothing is written
 * through a symbolic link, links and devices are refused, sizes are bounded by what is declared and
 * by {@link #withMaxUnpackedSize}. Owners, times and special modes are not applied.
 */
public final class ModelUnpacker {

  private static final ModelUnpacker DEFAULT =
      new ModelUnpacker(Transfer.create(), Platform.LINUX_AMD64, ArchiveLimits.create());

  private final Transfer transfer;
  private final Platform platform;
  private final ArchiveLimits limits;

  private ModelUnpacker(Transfer transfer, Platform platform, ArchiveLimits limits) {
    this.transfer = transfer;
    this.platform = platform;
    this.limits = limits;
  }

  /** The defaults: four layers at once, {@code linux/amd64}, at most 1 TiB out of one archive. */
  public static ModelUnpacker create() {
    return DEFAULT;
  }

  /** Sets the engine: how many layers at once, on which threads, who hears of it, who cancels. */
  public ModelUnpacker withTransfer(Transfer newTransfer) {
    return new ModelUnpacker(newTransfer, platform, limits);
  }

  /** Sets whose manifest is taken from an index that has several. */
  public ModelUnpacker withPlatform(Platform newPlatform) {
    return new ModelUnpacker(transfer, newPlatform, limits);
  }

  /** Sets the most that one archive layer may hold, in bytes after decompression. */
  public ModelUnpacker withMaxUnpackedSize(long bytes) {
    return new ModelUnpacker(transfer, platform, limits.withMaxTotalSize(bytes));
  }

  /**
   * Sets the largest window that a zstd layer may demand, in bytes, by default 8 MiB; it is memory
   * that each layer in flight takes.
   */
  public ModelUnpacker withMaxZstdWindow(long bytes) {
    return new ModelUnpacker(transfer, platform, limits.withMaxZstdWindow(bytes));
  }

  /**
   * Unpacks a model.
   *
   * @param source where it is
   * @param reference its tag or digest there
   * @param directory where its files go; made if absent
   * @throws dev.ocimodel.oci.ContentNotFoundException if the source lacks it or a part of it
   * @throws dev.ocimodel.oci.ContentMismatchException if bytes are not what a descriptor or diff ID
   *     says
   * @throws dev.ocimodel.oci.InvalidContentException if it is no model in a format that is read, or
   *     malformed, hostile or over a limit
   * @throws dev.ocimodel.oci.StorageException if the directory cannot be written, or something in
   *     it is in the way
   * @throws dev.ocimodel.oci.transfer.TransferException if the source fails
   * @throws dev.ocimodel.oci.transfer.TransferCancelledException if it was cancelled
   */
  public UnpackResult unpack(ContentSource source, String reference, Path directory) {
    Artifact artifact = transfer.run(() -> new ArtifactReader(source, platform).read(reference));
    return Attempts.local(
        () -> new UnpackOperation(transfer, source, limits, artifact).run(directory));
  }
}
