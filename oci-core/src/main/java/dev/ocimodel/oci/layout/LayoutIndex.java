package dev.ocimodel.oci.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.AtomicFiles;
import dev.ocimodel.oci.json.StrictJson;
import dev.ocimodel.oci.text.ForeignText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

  /** Makes an empty index where there is none, between two other steps. */
  void initialize(LayoutLock.Action before, LayoutLock.Action after) throws IOException {
    locked(
        () -> {
          before.run();
          if (!Files.exists(file)) {
            AtomicFiles.replace(file, ImageIndex.create(List.of()).toByteArray());
          }
          after.run();
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

  List<String> names() {
    return read().stream().flatMap(listed -> Stream.ofNullable(nameOf(listed))).distinct().toList();
  }

  ContentNotFoundException noName(String name) {
    List<String> names = names();
    return new ContentNotFoundException(
        "No tag "
            + name
            + " in the layout "
            + file.getParent()
            + "; it has "
            + (names.isEmpty() ? "none" : names.size() + ": " + ForeignText.list(names)));
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
   * that loses its only name stays listed, so that nothing becomes unreachable by it. Call under
   * the lock.
   */
  void record(Descriptor root, @Nullable String name) throws IOException {
    List<Descriptor> listed = read();
    if (name == null) {
      if (listed.stream().noneMatch(isSame(root))) {
        rewrite((other, entry) -> entry, root);
      }
      return;
    }
    Descriptor named = root.withAnnotation(Annotations.REF_NAME, name);
    if (listed.stream().filter(hasName(name)).toList().equals(List.of(named))) {
      return;
    }
    rewrite(
        (other, entry) -> {
          boolean replaced =
              isSame(root).test(other) && (nameOf(other) == null || hasName(name).test(other));
          return replaced ? null : withoutName(name, listed, other, entry);
        },
        named);
  }

  /** Takes a name away from whatever has it. Call under the lock. */
  void forgetName(String name) throws IOException {
    List<Descriptor> listed = read();
    rewrite((other, entry) -> withoutName(name, listed, other, entry), null);
  }

  /** Returns the entry without the name, or null where its root is listed besides. */
  private static @Nullable ObjectNode withoutName(
      String name, List<Descriptor> listed, Descriptor descriptor, ObjectNode entry) {
    if (!hasName(name).test(descriptor)) {
      return entry;
    }
    if (listed.stream().anyMatch(isSame(descriptor).and(hasName(name).negate()))) {
      return null;
    }
    ObjectNode annotations = (ObjectNode) entry.get("annotations");
    annotations.remove(Annotations.REF_NAME);
    if (annotations.isEmpty()) {
      entry.remove("annotations");
    }
    return entry;
  }

  /** Sets or removes an annotation of every entry of a root. Call under the lock. */
  void mark(Digest root, String key, boolean wanted) throws IOException {
    boolean changes =
        read().stream()
            .filter(listed -> listed.digest().equals(root))
            .anyMatch(listed -> listed.annotations().containsKey(key) != wanted);
    if (changes) {
      rewrite(
          (other, entry) -> other.digest().equals(root) ? marked(entry, key, wanted) : entry, null);
    }
  }

  private static ObjectNode marked(ObjectNode entry, String key, boolean wanted) {
    if (wanted) {
      entry.withObjectProperty("annotations").put(key, "true");
    } else if (entry.get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(key);
      if (annotations.isEmpty()) {
        entry.remove("annotations");
      }
    }
    return entry;
  }

  /** Drops a root with all its names. Call under the lock. */
  void forget(Digest root) throws IOException {
    rewrite((other, entry) -> other.digest().equals(root) ? null : entry, null);
  }

  private static Predicate<Descriptor> isSame(Descriptor descriptor) {
    return other -> other.digest().equals(descriptor.digest());
  }

  private static Predicate<Descriptor> hasName(String name) {
    return other -> name.equals(nameOf(other));
  }

  private static @Nullable String nameOf(Descriptor listed) {
    return listed.annotations().get(Annotations.REF_NAME);
  }

  private void rewrite(Edit edit, @Nullable Descriptor added) throws IOException {
    byte[] before = content();
    List<Descriptor> listed =
        ((ImageIndex) Manifest.parse(MediaType.IMAGE_INDEX, before)).manifests();
    ObjectNode tree = StrictJson.parseObject(before, file.toString()).node();
    List<JsonNode> kept = new ArrayList<>();
    for (int i = 0; i < listed.size(); i++) {
      JsonNode entry = edit.apply(listed.get(i), (ObjectNode) tree.get("manifests").get(i));
      if (entry != null) {
        kept.add(entry);
      }
    }
    if (added != null) {
      kept.add(entry(added));
    }
    ArrayNode manifests = tree.putArray("manifests");
    kept.forEach(manifests::add);
    AtomicFiles.replace(file, StrictJson.toBytes(tree));
  }

  /** What becomes of an entry: itself, changed or not, or nothing. */
  private interface Edit {
    @Nullable JsonNode apply(Descriptor listed, ObjectNode entry);
  }

  private static JsonNode entry(Descriptor descriptor) {
    byte[] index = ImageIndex.create(List.of(descriptor)).toByteArray();
    return StrictJson.parseObject(index, "index").node().get("manifests").get(0);
  }
}
