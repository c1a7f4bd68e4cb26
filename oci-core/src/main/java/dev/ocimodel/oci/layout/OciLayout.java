package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.AtomicFiles;
import dev.ocimodel.oci.text.ForeignText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A directory in the OCI image layout (image-spec 1.1 "Image Layout Specification").
 *
 * <p>Blobs become visible by a rename after their bytes were hashed and forced to disk; {@code
 * index.json} is read, merged and replaced under a lock that other threads and other processes
 * respect. A push that was cut off goes on where it stopped. Needs a local file system: network
 * file systems promise neither the lock nor the rename.
 */
public final class OciLayout implements ContentTarget {

  private static final int MAX_TAGS_SHOWN = 10;
  private static final String MARKER = "oci-layout";
  private static final String MARKER_CONTENT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  private final Path directory;
  private final ContentLimits limits;
  private final LayoutIndex index;
  private final BlobFiles blobs;
  private final LayoutGraph graph;

  private OciLayout(Path directory, ContentLimits limits) {
    this.directory = directory;
    this.limits = limits;
    this.index = new LayoutIndex(directory, limits);
    this.blobs = new BlobFiles(directory);
    this.graph = new LayoutGraph(this, blobs);
  }

  /**
   * Opens a layout that exists.
   *
   * @throws ContentNotFoundException if there is no layout at that path
   * @throws InvalidContentException if the layout's version is not 1.0.0
   */
  public static OciLayout open(Path directory) {
    Path marker = directory.resolve(MARKER);
    if (!Files.isRegularFile(marker)) {
      throw new ContentNotFoundException(
          directory + " is not an OCI layout: it has no file named " + MARKER);
    }
    LayoutMarker.check(marker);
    return new OciLayout(directory, ContentLimits.create());
  }

  /**
   * Opens a layout, or makes an empty one where the directory is absent or empty.
   *
   * @throws InvalidContentException if the directory holds something else
   * @throws StorageException if it cannot be made
   */
  public static OciLayout openOrCreate(Path directory) {
    if (Files.isRegularFile(directory.resolve(MARKER))) {
      return open(directory);
    }
    try {
      AtomicFiles.createDirectories(directory);
      refuseForeignDirectory(directory); // before the lock file is put into it
      OciLayout layout = new OciLayout(directory, ContentLimits.create());
      layout.index.initialize(
          () -> refuseForeignDirectory(directory),
          () -> // last: with the marker, the layout is whole
          AtomicFiles.replace(
                  directory.resolve(MARKER), MARKER_CONTENT.getBytes(StandardCharsets.UTF_8)));
      return layout;
    } catch (IOException e) {
      throw new StorageException("Cannot make an OCI layout in " + directory + ": " + e, e);
    }
  }

  private static void refuseForeignDirectory(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      Optional<Path> foreign =
          entries
              .filter(e -> !e.getFileName().toString().startsWith(".ocimodel"))
              .filter(e -> !e.endsWith(MARKER) && !e.endsWith("index.json") && !e.endsWith("blobs"))
              .findAny();
      if (foreign.isPresent()) {
        throw new InvalidContentException(
            directory
                + " is neither an OCI layout nor empty: it holds "
                + foreign.get().getFileName());
      }
    }
  }

  /** Returns this layout read with other limits. */
  public OciLayout withLimits(ContentLimits newLimits) {
    return new OciLayout(directory, newLimits);
  }

  /** Returns the directory. */
  public Path directory() {
    return directory;
  }

  @Override
  public ContentLimits limits() {
    return limits;
  }

  /** Returns what {@code index.json} lists, in its order: the roots of this layout. */
  public List<Descriptor> roots() {
    return index.read();
  }

  /** Returns the names in {@code index.json}, in its order. */
  public List<String> tags() {
    return roots().stream()
        .map(root -> root.annotations().get(Annotations.REF_NAME))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .distinct()
        .toList();
  }

  @Override
  public Descriptor resolve(String tagOrDigest) {
    List<Descriptor> roots = roots();
    if (RefName.isVerifiableDigest(tagOrDigest)) {
      return resolveDigest(Digest.parse(tagOrDigest), roots);
    }
    Optional<Descriptor> named =
        roots.stream()
            .filter(root -> tagOrDigest.equals(root.annotations().get(Annotations.REF_NAME)))
            .findFirst();
    if (named.isPresent()) {
      return withoutName(named.get());
    }
    RefName.check(tagOrDigest);
    if (Digest.isDigest(tagOrDigest)) {
      return resolveDigest(Digest.parse(tagOrDigest), roots);
    }
    throw noTag(tagOrDigest);
  }

  private ContentNotFoundException noTag(String tag) {
    List<String> tags = tags();
    String shown =
        tags.stream()
            .limit(MAX_TAGS_SHOWN)
            .map(ForeignText::printable)
            .collect(Collectors.joining(", "));
    return new ContentNotFoundException(
        "No tag "
            + tag
            + " in the layout "
            + directory
            + "; it has "
            + (tags.isEmpty() ? "none" : tags.size() + ": " + shown));
  }

  private Descriptor resolveDigest(Digest digest, List<Descriptor> roots) {
    return roots.stream()
        .filter(root -> root.digest().equals(digest))
        .findFirst()
        .map(OciLayout::withoutName)
        .orElseGet(() -> blobs.describeManifest(digest, limits));
  }

  private static Descriptor withoutName(Descriptor root) {
    if (!root.annotations().containsKey(Annotations.REF_NAME)) {
      return root;
    }
    var annotations = new java.util.LinkedHashMap<>(root.annotations());
    annotations.remove(Annotations.REF_NAME);
    return root.withAnnotations(annotations);
  }

  @Override
  public Blob blob(Descriptor descriptor) {
    return Blob.of(descriptor, blobs.path(descriptor.digest()));
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable MediaType artifactType) {
    List<Descriptor> referrers = new ArrayList<>();
    for (Descriptor root : roots()) {
      if (!root.mediaType().isManifest() || !blobs.contains(root)) {
        continue;
      }
      Manifest manifest = readManifest(root);
      Optional<MediaType> type = manifest.effectiveArtifactType();
      if (manifest.subject().map(s -> s.digest().equals(subject)).orElse(false)
          && (artifactType == null || artifactType.equals(type.orElse(null)))) {
        referrers.add(
            Descriptor.of(root.mediaType(), root.digest(), root.size())
                .withArtifactType(type.orElse(null))
                .withAnnotations(manifest.annotations()));
      }
    }
    return referrers.stream().distinct().toList();
  }

  private Manifest readManifest(Descriptor descriptor) {
    try {
      return manifest(descriptor);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + descriptor.digest() + " in " + directory, e);
    }
  }

  /**
   * Whether the content is here, and for a manifest, everything below it: a layout that lost a blob
   * does not hide behind its manifest. Sizes are checked, manifests are verified, blobs are not
   * hashed.
   */
  @Override
  public boolean contains(Descriptor descriptor) {
    return graph.isWhole(descriptor);
  }

  @Override
  public void push(Blob blob) throws IOException {
    Descriptor descriptor = blob.descriptor();
    if (descriptor.mediaType().isManifest()) {
      pushManifest(blob);
    } else if (!blobs.contains(descriptor)) {
      blobs.store(blob);
    }
  }

  /** Held under the index lock, so that no deletion takes a child away after it was looked for. */
  private void pushManifest(Blob blob) throws IOException {
    Descriptor descriptor = blob.descriptor();
    byte[] content = blob.read(limits);
    Manifest manifest = Manifest.parse(descriptor.mediaType(), content);
    index.locked(
        () -> {
          manifest.children().forEach(child -> requireChild(descriptor, child));
          if (!contains(descriptor)) {
            blobs.store(Blob.of(descriptor, content));
          }
          if (manifest.subject().isPresent()) {
            index.record(descriptor, null); // so that referrers() finds it
          }
        });
  }

  private void requireChild(Descriptor manifest, Descriptor child) {
    if (!contains(child)) {
      throw new ContentNotFoundException(
          "Manifest "
              + manifest.digest()
              + " cannot be stored in "
              + directory
              + ": its child "
              + child.digest()
              + " is not there");
    }
  }

  @Override
  public Descriptor write(MediaType mediaType, BlobProducer producer) throws IOException {
    if (mediaType.isManifest()) {
      throw new IllegalArgumentException(
          "Manifests are pushed, so that their children are checked");
    }
    return blobs.store(mediaType, producer);
  }

  @Override
  public void tag(Descriptor manifest, String tagOrDigest) throws IOException {
    boolean isDigest = tagOrDigest.equals(manifest.digest().toString());
    if (!isDigest) {
      RefName.check(tagOrDigest);
    }
    index.locked(
        () -> {
          if (!blobs.contains(manifest)) { // its parts may be elsewhere: image-spec allows it
            throw new ContentNotFoundException(
                "Cannot tag " + manifest.digest() + ": it is not in the layout " + directory);
          }
          index.record(manifest, isDigest ? null : tagOrDigest);
        });
  }

  /**
   * Removes a name; the content stays, listed without a name.
   *
   * @throws ContentNotFoundException if there is no such name
   * @throws IOException if the layout cannot be written
   */
  public void untag(String tag) throws IOException {
    index.locked(
        () -> {
          if (!tags().contains(tag)) {
            throw noTag(tag);
          }
          index.forgetName(tag);
        });
  }

  /**
   * Deletes a root with all its names, and the blobs that no other root needs. Run no copy into
   * this layout at the same time: blobs it has found here already could go away under it, and its
   * manifest would then be refused.
   *
   * @throws ContentNotFoundException if the manifest is not a root here
   * @throws InvalidContentException if another root is damaged, so that it is not known what it
   *     needs; nothing is deleted then
   * @throws IOException if the layout cannot be written
   */
  public void delete(Digest root) throws IOException {
    index.locked(
        () -> {
          List<Descriptor> roots = new ArrayList<>(roots());
          Optional<Descriptor> removed =
              roots.stream().filter(listed -> listed.digest().equals(root)).findFirst();
          if (removed.isEmpty()) {
            throw new ContentNotFoundException(
                "No root " + root + " in the layout " + directory + "; nothing was deleted");
          }
          roots.removeIf(listed -> listed.digest().equals(root));
          graph.deleteUnneeded(removed.get(), roots, () -> index.forget(root));
        });
  }

  @Override
  public String toString() {
    return "OciLayout[" + directory + "]";
  }
}
