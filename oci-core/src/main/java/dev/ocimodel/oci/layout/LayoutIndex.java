package dev.ocimodel.oci.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.AtomicFiles;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A layout's {@code index.json}. Changes are made to the JSON tree, so what other tools have put
 * there stays as they wrote it.
 */
final class LayoutIndex {

  private final Path file;
  private final ContentLimits limits;
  private final LayoutLock lock;

  LayoutIndex(Path directory, ContentLimits limits) {
    this.file = directory.resolve("index.json");
    this.limits = limits;
    this.lock = new LayoutLock(directory.resolve(".ocimodel.lock"));
  }

  /** Runs an action that other threads and processes using {@code locked} wait for; reentrant. */
  void locked(LayoutLock.Action action) throws IOException {
    lock.run(action);
  }

  /** Makes an empty index where there is none, after {@code prepare}. */
  void initialize(LayoutLock.Action prepare) throws IOException {
    locked(
        () -> {
          prepare.run();
          if (!Files.exists(file)) {
            AtomicFiles.replace(file, ImageIndex.create(List.of()).toByteArray());
          }
        });
  }

  List<Descriptor> read() {
    try {
      byte[] content = content();
      return ((ImageIndex) Manifest.parse(MediaType.IMAGE_INDEX, content)).manifests();
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e, e);
    } catch (InvalidContentException e) {
      throw new InvalidContentException(file + ": " + e.getMessage(), e);
    }
  }

  private byte[] content() throws IOException {
    try {
      return AtomicFiles.readBounded(file, limits.maxLayoutIndexSize(), "maxLayoutIndexSize");
    } catch (NoSuchFileException e) {
      throw new InvalidContentException(
          file + " is missing, so " + file.getParent() + " is no whole OCI layout", e);
    }
  }

  /**
   * Lists a root, under a name or without one. The name moves here from wherever it was; a root
   * that is listed is not listed again without a name. Call under the lock.
   */
  void record(Descriptor root, @Nullable String name) throws IOException {
    if (name == null) {
      if (read().stream().noneMatch(listed -> listed.digest().equals(root.digest()))) {
        rewrite(entry -> true, root);
      }
      return;
    }
    Predicate<Descriptor> keep =
        listed ->
            !name.equals(nameOf(listed))
                && !(nameOf(listed) == null && listed.digest().equals(root.digest()));
    rewrite(keep, root.withAnnotation(Annotations.REF_NAME, name));
  }

  /** Drops a name. Call under the lock. */
  void forgetName(String name) throws IOException {
    rewrite(listed -> !name.equals(nameOf(listed)), null);
  }

  /** Drops a root with all its names; returns what was dropped. Call under the lock. */
  List<Descriptor> forget(Digest root) throws IOException {
    List<Descriptor> dropped =
        read().stream().filter(listed -> listed.digest().equals(root)).toList();
    rewrite(listed -> !listed.digest().equals(root), null);
    return dropped;
  }

  private static @Nullable String nameOf(Descriptor listed) {
    return listed.annotations().get(Annotations.REF_NAME);
  }

  private void rewrite(Predicate<Descriptor> keep, @Nullable Descriptor added) throws IOException {
    byte[] before = content();
    List<Descriptor> listed =
        ((ImageIndex) Manifest.parse(MediaType.IMAGE_INDEX, before)).manifests();
    ObjectNode tree = StrictJson.parseObject(before, file.toString()).node();
    List<JsonNode> kept = new ArrayList<>();
    for (int i = 0; i < listed.size(); i++) {
      if (keep.test(listed.get(i))) {
        kept.add(tree.get("manifests").get(i));
      }
    }
    if (added != null) {
      kept.add(entry(added));
    }
    ArrayNode manifests = tree.putArray("manifests");
    kept.forEach(manifests::add);
    AtomicFiles.replace(file, StrictJson.toBytes(tree));
  }

  private static JsonNode entry(Descriptor descriptor) {
    byte[] index = ImageIndex.create(List.of(descriptor)).toByteArray();
    return StrictJson.parseObject(index, "index").node().get("manifests").get(0);
  }
}
