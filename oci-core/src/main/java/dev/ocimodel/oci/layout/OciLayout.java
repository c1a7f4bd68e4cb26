package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.PartialTarget;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory in the OCI image layout (image-spec 1.1 "Image Layout Specification").
 *
 * <p>Blobs become visible by a rename after their bytes were hashed and forced to disk; {@code
 * index.json} is read, merged and replaced under a lock that other threads and other processes
 * respect. A push that was cut off goes on where it stopped. Needs a local file system: network
 * file systems promise neither the lock nor the rename.
 */
public final class OciLayout implements PartialTarget {

  /**
   * Annotation of a descriptor in {@code index.json} whose artifact is not all here; its value is
   * {@code true}.
   */
  public static final String PARTIAL = "dev.ocimodel.layout.partial";

  private static final String MARKER = LayoutMarker.FILE_NAME;

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
      LayoutMarker.refuseForeignDirectory(directory); // before the lock file is put into it
      OciLayout layout = new OciLayout(directory, ContentLimits.create());
      layout.index.initialize(
          () -> LayoutMarker.refuseForeignDirectory(directory),
          () -> LayoutMarker.write(directory)); // last: with the marker, the layout is whole
      return layout;
    } catch (IOException e) {
      throw new StorageException("Cannot make an OCI layout in " + directory + ": " + e, e);
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
    return index.names();
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
    throw index.noName(tagOrDigest);
  }

  private Descriptor resolveDigest(Digest digest, List<Descriptor> roots) {
    return roots.stream()
        .filter(root -> root.digest().equals(digest))
        .findFirst()
        .map(OciLayout::withoutName)
        .orElseGet(() -> blobs.describeManifest(digest, limits));
  }

  private static Descriptor withoutName(Descriptor root) {
    var annotations = new java.util.LinkedHashMap<>(root.annotations());
    annotations.keySet().removeAll(List.of(Annotations.REF_NAME, PARTIAL));
    return annotations.size() == root.annotations().size()
        ? root
        : root.withAnnotations(annotations);
  }

  /**
   * Returns the roots that are marked as partial: something below them was left out when they were
   * copied here. Unpacking one of them fails with a {@link ContentNotFoundException} where it needs
   * what is absent. Copying the rest removes the mark.
   */
  public List<Descriptor> partialRoots() {
    return roots().stream().filter(root -> root.annotations().containsKey(PARTIAL)).toList();
  }

  @Override
  public Blob blob(Descriptor descriptor) {
    return new LayoutBlob(this, Blob.of(descriptor, blobs.path(descriptor.digest())));
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable MediaType artifactType) {
    return graph.referrers(roots(), subject, artifactType);
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
          listReferrer(manifest, descriptor);
        });
  }

  /** Listed as a root, so that {@code referrers} finds it. */
  private void listReferrer(Manifest manifest, Descriptor descriptor) throws IOException {
    if (manifest.subject().isPresent()) {
      record(descriptor, null);
    }
  }

  /** Lists a root, marked as what it is. Call under the lock. */
  private void record(Descriptor root, @Nullable String name) throws IOException {
    boolean partial = !graph.isWhole(root);
    Descriptor unmarked = withoutName(root);
    index.record(partial ? unmarked.withAnnotation(PARTIAL, "true") : unmarked, name);
    index.mark(root.digest(), PARTIAL, partial);
  }

  @Override
  public void pushPartial(Blob blob) throws IOException {
    Descriptor descriptor = blob.descriptor();
    if (!descriptor.mediaType().isManifest()) {
      throw new InvalidContentException(
          "Only a manifest can be partial, not " + descriptor.mediaType());
    }
    Optional<Manifest> present = graph.undamaged(descriptor);
    if (present.isPresent()) {
      index.locked(() -> listReferrer(present.get(), descriptor));
      return;
    }
    byte[] content = blob.read(limits);
    Manifest manifest = Manifest.parse(descriptor.mediaType(), content);
    index.locked(
        () -> {
          blobs.store(Blob.of(descriptor, content));
          listReferrer(manifest, descriptor);
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
          record(manifest, isDigest ? null : tagOrDigest);
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
            throw index.noName(tag);
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
