package dev.ocimodel.model;

import dev.ocimodel.model.StagedLayer.StagedFile;
import dev.ocimodel.model.StagedLayer.State;
import dev.ocimodel.model.archive.ArchiveLimits;
import dev.ocimodel.model.archive.Compression;
import dev.ocimodel.model.archive.TarEntry;
import dev.ocimodel.model.archive.TarReader;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes an archive apart while it is fetched: verified, decompressed, verified again and written in
 * one pass. Its files are believed only after all of it has passed both checks.
 */
final class ArchiveStager {

  private static final int BUFFER_SIZE = 256 * 1024;

  /** What headers and padding may add to the bytes that an artifact declares for its files. */
  private static final long HEADER_ALLOWANCE = 1024 * 1024;

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final LayerContent.Archive archive;
  private final StagingDirectory staging;
  private final ArchiveLimits limits;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private final List<StagedFile> files = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();

  ArchiveStager(LayerContent.Archive archive, StagingDirectory staging, ArchiveLimits limits) {
    this.archive = archive;
    this.staging = staging;
    this.limits =
        archive.declaredSize().isPresent()
            ? limits.withMaxTotalSize(
                Math.min(
                    limits.maxTotalSize(),
                    saturatedAdd(archive.declaredSize().getAsLong(), HEADER_ALLOWANCE)))
            : limits;
  }

  private static long saturatedAdd(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  StagedLayer stage(Blob blob) throws IOException {
    StagedLayer complete = StagedLayerRecord.read(staging, archive.layer().digest());
    if (complete != null) {
      return complete;
    }
    try (InputStream verified = new BufferedInputStream(blob.open(), BUFFER_SIZE)) {
      try {
        extract(verified);
      } catch (InvalidContentException e) {
        drainAfter(e, verified);
        throw e;
      }
    }
    StagedLayer layer = new StagedLayer(files, removed, archive.layer().size());
    StagedLayerRecord.write(staging, archive.layer().digest(), layer);
    return layer;
  }

  /** Damaged bytes look malformed first; the digest tells the two apart, and what to do next. */
  private void drainAfter(InvalidContentException e, InputStream verified) throws IOException {
    try {
      drain(verified);
    } catch (ContentMismatchException mismatch) {
      mismatch.addSuppressed(e);
      throw mismatch;
    }
  }

  private void extract(InputStream verified) throws IOException {
    try (InputStream plain =
        archive.compression().decompress(new UnclosedInputStream(verified), limits)) {
      DigestingInputStream digested =
          isDiffIdToBeComputed() ? new DigestingInputStream(plain) : null;
      InputStream tar = new BufferedInputStream(digested == null ? plain : digested, BUFFER_SIZE);
      TarReader reader = new TarReader(tar, limits);
      for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
        take(entry, reader);
      }
      drain(tar);
      check(digested == null ? archive.layer().digest() : digested.digest());
    }
    drain(verified); // the end of the layer is where its digest is checked
  }

  /** Of an uncompressed layer the diff ID is the layer's digest, which is verified anyway. */
  private boolean isDiffIdToBeComputed() {
    return archive.diffId() != null && archive.compression() != Compression.NONE;
  }

  private void check(Digest actual) {
    Digest expected = archive.diffId();
    if (expected != null
        && expected.algorithm().equals(actual.algorithm())
        && !expected.equals(actual)) {
      throw new ContentMismatchException(
          "Layer "
              + archive.layer().digest()
              + " decompresses to "
              + actual
              + ", its diff ID says "
              + expected);
    }
  }

  private void take(TarEntry entry, TarReader reader) throws IOException {
    String path = pathInModel(entry);
    if (path == null || entry.type() == TarEntry.Type.DIRECTORY) {
      return; // directories appear with the files in them
    }
    if (entry.type() != TarEntry.Type.FILE) {
      throw new InvalidContentException(
          "Layer "
              + archive.layer().digest()
              + " has a link at "
              + path
              + "; a model is unpacked from files only");
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (overlays() && name.startsWith(WHITEOUT)) {
      String directory = path.substring(0, path.length() - name.length());
      removed.add(name.equals(OPAQUE) ? directory : directory + name.substring(WHITEOUT.length()));
      return;
    }
    LayerContents.requireNotOurs(path);
    Path file = staging.file(archive.layer().digest(), Integer.toString(files.size()));
    write(reader.content(), file);
    files.add(new StagedFile(path, file, State.STAGED, (entry.mode() & 0111) != 0));
  }

  private boolean overlays() {
    return archive.rest() == LayerContent.Rest.IGNORED;
  }

  /** Returns where the entry is in the model, or null if it is not of the model. */
  private @Nullable String pathInModel(TarEntry entry) {
    String path = entry.path();
    if (path.startsWith(archive.prefix())) {
      return path.substring(archive.prefix().length());
    }
    boolean around = archive.prefix().startsWith(path + "/");
    if (overlays() || (around && entry.type() == TarEntry.Type.DIRECTORY)) {
      return null;
    }
    throw new InvalidContentException(
        "Layer "
            + archive.layer().digest()
            + " has the entry "
            + path
            + " outside of its directory "
            + archive.prefix());
  }

  private void write(InputStream content, Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      channel.force(true);
    }
  }

  private void drain(InputStream in) throws IOException {
    while (in.read(buffer) >= 0) {
      // reading is what checks
    }
  }
}
