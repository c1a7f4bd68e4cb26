package dev.ocimodel.model;

import dev.ocimodel.model.archive.Compression;
import dev.ocimodel.model.archive.CompressionOptions;
import dev.ocimodel.model.archive.TarWriter;
import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.transfer.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Produces a layer's bytes from its files, in one read, and its diff ID on the way. Each call of
 * {@link #writeTo} starts again; after one has succeeded, {@link #diffId} is that of its bytes.
 */
final class LayerWriter implements BlobProducer {

  private static final int BUFFER_SIZE = 256 * 1024;

  private final PlannedLayer layer;
  private final CompressionOptions compression;
  private final BlobProducer content;
  private volatile @Nullable Digest diffId;

  LayerWriter(PlannedLayer layer, CompressionOptions compression, Transfer transfer) {
    this.layer = layer;
    this.compression = compression;
    this.content = transfer.observe(layer.item(), this::writeContent);
  }

  @Override
  public OptionalLong size() {
    return layer.format().compression() == Compression.NONE
        ? OptionalLong.of(layer.uncompressedSize())
        : OptionalLong.empty();
  }

  @Override
  public BlobEvents events() {
    return content.events();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (OutputStream compressed = layer.format().compression().compress(out, compression)) {
      content.writeTo(compressed);
    }
  }

  private void writeContent(OutputStream out) throws IOException {
    if (!layer.format().isArchive()) {
      copy(layer.files().get(0), out);
      return;
    }
    if (layer.format().compression() == Compression.NONE) {
      writeTar(new TarWriter(out)); // the target hashes these bytes: they are the layer
      return;
    }
    DigestingOutputStream tar = new DigestingOutputStream(out);
    writeTar(new TarWriter(tar));
    diffId = tar.digest();
  }

  /** Returns the digest of the uncompressed tar; null where the layer is not compressed. */
  @Nullable Digest diffId() {
    return diffId;
  }

  private void writeTar(TarWriter tar) throws IOException {
    Set<String> written = new HashSet<>();
    for (SourceFile file : layer.files()) {
      for (String parent : layer.parents(file)) {
        if (written.add(parent)) {
          tar.directory(parent);
        }
      }
      try (InputStream in = file.open()) {
        file.requireUnchanged();
        tar.file(layer.entryPath(file), file.size(), in);
      }
      file.requireUnchanged();
    }
    tar.finish();
  }

  private static void copy(SourceFile file, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_SIZE];
    long copied = 0;
    try (InputStream in = file.open()) {
      file.requireUnchanged();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        copied += read;
        if (copied > file.size()) {
          throw file.changed("it grew beyond its " + file.size() + " bytes");
        }
        out.write(buffer, 0, read);
      }
    }
    if (copied < file.size()) {
      throw file.changed("it ended after " + copied + " of " + file.size() + " bytes");
    }
    file.requireUnchanged();
  }

  /** Hashes what passes. */
  private static final class DigestingOutputStream extends OutputStream {

    private final OutputStream out;
    private final Digester digester = Digester.sha256();

    DigestingOutputStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      digester.update(buffer, offset, length);
      out.write(buffer, offset, length);
    }

    Digest digest() {
      return digester.digest();
    }
  }
}
