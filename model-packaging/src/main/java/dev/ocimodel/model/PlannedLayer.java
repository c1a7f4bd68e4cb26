package dev.ocimodel.model;

import dev.ocimodel.model.archive.TarWriter;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.transfer.TransferItem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A layer to make.
 *
 * @param files what it holds, at least one file
 * @param format how it holds them
 * @param entryPrefix what stands before the paths of its tar entries: empty, or ends in a slash
 * @param mediaType its type
 * @param annotations its annotations, in order
 */
record PlannedLayer(
    List<SourceFile> files,
    LayerFormat format,
    String entryPrefix,
    MediaType mediaType,
    Map<String, String> annotations) {

  /** Bytes of the files. */
  long contentSize() {
    return files.stream().mapToLong(SourceFile::size).sum();
  }

  /** Bytes of the layer before compression: of its tar, or of its only file. */
  long uncompressedSize() {
    if (!format.isArchive()) {
      return contentSize();
    }
    long size = TarWriter.END_SIZE;
    Set<String> directories = new LinkedHashSet<>();
    for (SourceFile file : files) {
      size += TarWriter.fileSize(entryPath(file), file.size());
      directories.addAll(parents(file));
    }
    return size + directories.stream().mapToLong(TarWriter::directorySize).sum();
  }

  /** The path of a file's entry in the tar. */
  String entryPath(SourceFile file) {
    return entryPrefix + file.path();
  }

  /** The directories that a file's entry is in, the outermost first, each with its slash. */
  List<String> parents(SourceFile file) {
    String path = entryPath(file);
    List<String> parents = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      parents.add(path.substring(0, slash + 1));
    }
    return parents;
  }

  /** What a listener hears of: bytes before compression, whose number is known beforehand. */
  TransferItem item() {
    String name = files.size() == 1 ? files.get(0).path() : "layer of " + files.size() + " files";
    return new TransferItem(name, OptionalLong.of(uncompressedSize()), null);
  }
}
