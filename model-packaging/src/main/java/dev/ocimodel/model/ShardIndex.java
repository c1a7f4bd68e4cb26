package dev.ocimodel.model;

import dev.ocimodel.model.archive.ModelPaths;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code *.safetensors.index.json}: which shard holds which tensor, by transformers' convention.
 */
final class ShardIndex {

  private static final String SUFFIX = ".safetensors.index.json";
  private static final int MAX_SIZE = 64 * 1024 * 1024;

  private ShardIndex() {}

  /** Refuses a model of which an index names shards that are not there. */
  static void requireShards(List<SourceFile> files) throws IOException {
    Set<String> present = files.stream().map(SourceFile::path).collect(Collectors.toSet());
    for (SourceFile file : files) {
      if (file.path().endsWith(SUFFIX)) {
        requireShards(file, present);
      }
    }
  }

  private static void requireShards(SourceFile index, Set<String> present) throws IOException {
    Set<String> missing = new TreeSet<>();
    String directory = index.path().substring(0, index.path().lastIndexOf('/') + 1);
    for (String shard : shards(index)) {
      if (!present.contains(directory + ModelPaths.checked(shard))) {
        missing.add(shard);
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidContentException(
          "Cannot pack the model: "
              + index.location()
              + " names "
              + missing.size()
              + " weight file(s) that are not there, such as "
              + missing.iterator().next()
              + "; finish the download first");
    }
  }

  /** Returns the paths that an index names, relative to it and not checked. */
  static Set<String> shards(SourceFile index) throws IOException {
    if (index.size() > MAX_SIZE) {
      throw new InvalidContentException(
          index.location() + " has " + index.size() + " bytes; an index has at most " + MAX_SIZE);
    }
    byte[] content;
    try (InputStream in = index.open()) {
      content = in.readNBytes(MAX_SIZE);
    }
    JsonFields json = StrictJson.parseObject(content, index.location().toString());
    return new HashSet<>(json.stringMap("weight_map").values());
  }
}
