package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.AtomicFiles;
import dev.ocimodel.oci.file.IngestFile;
import dev.ocimodel.oci.file.StaleFiles;
import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The {@code blobs} directory of a layout, and the {@code .ocimodel-ingest} beside it. */
final class BlobFiles {

  private final Path blobs;
  private final Path ingest;
  private final AtomicBoolean swept = new AtomicBoolean();

  BlobFiles(Path layout) {
    this.blobs = layout.resolve("blobs");
    this.ingest = layout.resolve(".ocimodel-ingest");
  }

  /** The grammar of a digest makes both parts safe as file names. */
  Path path(Digest digest) {
    return blobs.resolve(digest.algorithm()).resolve(digest.encoded());
  }

  /** A file of another size is damaged: it does not count, and the next push replaces it. */
  boolean contains(Descriptor descriptor) {
    Path file = path(descriptor.digest());
    try {
      return Files.size(file) == descriptor.size() && Files.isRegularFile(file);
    } catch (IOException e) {
      return false;
    }
  }

  void delete(Digest digest) throws IOException {
    Files.deleteIfExists(path(digest));
  }

  /** Describes a manifest that is known by its digest alone. */
  Descriptor describeManifest(Digest digest, ContentLimits limits) {
    Path file = path(digest);
    try {
      byte[] content = AtomicFiles.readBounded(file, limits.maxManifestSize(), "maxManifestSize");
      return Descriptor.of(mediaType(content, digest), digest, content.length);
    } catch (NoSuchFileException e) {
      throw new ContentNotFoundException("No " + digest + " in the layout: no file " + file, e);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e, e);
    }
  }

  private static MediaType mediaType(byte[] content, Digest digest) {
    JsonFields json = StrictJson.parseObject(content, "manifest " + digest);
    String declared = json.string("mediaType");
    if (declared != null && !declared.isEmpty()) {
      return new MediaType(declared);
    }
    if (json.has("manifests")) {
      return MediaType.IMAGE_INDEX;
    }
    if (json.has("layers")) {
      return MediaType.IMAGE_MANIFEST;
    }
    throw new InvalidContentException(digest + " is not a manifest");
  }

  void store(Blob blob) throws IOException {
    sweepOnce();
    Descriptor descriptor = blob.descriptor();
    try (IngestFile file = IngestFile.resumable(ingest, descriptor.digest())) {
      file.complete(blob);
      file.publish(path(descriptor.digest()));
    }
  }

  Descriptor store(MediaType mediaType, BlobProducer producer) throws IOException {
    sweepOnce();
    try (IngestFile file = IngestFile.unnamed(ingest)) {
      Descriptor descriptor = file.write(mediaType, producer);
      file.publish(path(descriptor.digest()));
      return descriptor;
    }
  }

  private void sweepOnce() throws IOException {
    if (swept.compareAndSet(false, true)) {
      StaleFiles.delete(ingest);
    }
  }
}
