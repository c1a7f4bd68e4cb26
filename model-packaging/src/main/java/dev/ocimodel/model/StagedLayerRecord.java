package dev.ocimodel.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.model.StagedLayer.StagedFile;
import dev.ocimodel.model.StagedLayer.State;
import dev.ocimodel.model.archive.ModelPaths;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.file.AtomicFiles;
import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says that all files of an archive layer are staged and verified, so that a run that was cut off
 * later does not fetch the layer again. Written after the files are forced to disk.
 */
final class StagedLayerRecord {

  private static final String PART = "layer";
  private static final int MAX_SIZE = 64 * 1024 * 1024;

  private StagedLayerRecord() {}

  static void write(StagingDirectory staging, Digest layer, StagedLayer staged) throws IOException {
    ObjectNode json = StrictJson.newObject();
    ArrayNode files = json.putArray("files");
    for (StagedFile file : staged.files()) {
      ObjectNode entry = files.addObject();
      entry.put("path", file.path());
      entry.put("size", Files.size(file.content()));
      entry.put("mode", file.executable() ? 0755 : 0644);
    }
    ArrayNode removed = json.putArray("removed");
    staged.removed().forEach(removed::add);
    AtomicFiles.replace(staging.file(layer, PART), StrictJson.toBytes(json));
  }

  /** Returns what an earlier run has staged, or null if it did not get that far. */
  static @Nullable StagedLayer read(StagingDirectory staging, Digest layer) throws IOException {
    Path record = staging.file(layer, PART);
    try {
      JsonFields json =
          StrictJson.parseObject(
              AtomicFiles.readBounded(record, MAX_SIZE, "the size of a staging record"),
              record.toString());
      List<StagedFile> files = new ArrayList<>();
      for (JsonFields entry : json.objects("files")) {
        Path content = staging.file(layer, Integer.toString(files.size()));
        if (size(content) != entry.requiredInteger("size")) {
          return null;
        }
        files.add(
            new StagedFile(
                LayerContents.requireNotOurs(ModelPaths.checked(entry.requiredString("path"))),
                content,
                State.STAGED,
                entry.requiredInteger("mode") == 0755));
      }
      return new StagedLayer(files, json.strings("removed"), 0);
    } catch (NoSuchFileException | InvalidContentException e) {
      return null; // what cannot be read is done again
    }
  }

  private static long size(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).size();
  }
}
