package dev.ocimodel.model;

import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.transfer.TransferItem;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

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

  /** What a listener hears of: bytes that go to the target, whose number only raw layers know. */
  TransferItem item() {
    String name = files.size() == 1 ? files.get(0).path() : "layer of " + files.size() + " files";
    return new TransferItem(
        name,
        format == LayerFormat.RAW ? OptionalLong.of(contentSize()) : OptionalLong.empty(),
        null);
  }
}
