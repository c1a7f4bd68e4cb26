package dev.ocimodel.oci.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.Manifest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A store in memory that records what is done to it, and does what a test wants before it. */
class MemoryStore implements ContentTarget {

  /** Runs before a call; what it throws, the call throws. */
  interface Hook {
    void before(Descriptor descriptor) throws IOException;
  }

  final Map<Digest, byte[]> content = new ConcurrentHashMap<>();
  final Map<String, Descriptor> tags = new ConcurrentHashMap<>();
  final Map<Digest, List<Descriptor>> listed = new ConcurrentHashMap<>();
  final List<Digest> pushed = new CopyOnWriteArrayList<>();
  final List<Digest> opened = new CopyOnWriteArrayList<>();
  volatile Hook onPush = descriptor -> {};
  volatile Hook afterStore = descriptor -> {};
  volatile Hook onOpen = descriptor -> {};
  volatile boolean mounts;
  OptionalLong largestBlob = OptionalLong.empty();
  ContentLimits limits = ContentLimits.create();

  Descriptor add(String text) {
    return add(MediaType.OCTET_STREAM, text.getBytes(UTF_8));
  }

  Descriptor add(MediaType mediaType, byte[] bytes) {
    Descriptor descriptor = Descriptor.of(mediaType, bytes);
    content.put(descriptor.digest(), bytes);
    return descriptor;
  }

  Descriptor add(Manifest manifest) {
    content.put(manifest.descriptor().digest(), manifest.toByteArray());
    return manifest.descriptor();
  }

  /** Adds a manifest of some layers, with the empty config. */
  Descriptor addArtifact(String... layers) {
    content.put(Descriptor.EMPTY_JSON.digest(), "{}".getBytes(UTF_8));
    return add(
        ImageManifest.create(Descriptor.EMPTY_JSON, Arrays.stream(layers).map(this::add).toList()));
  }

  Descriptor tagged(Descriptor root) {
    tags.put("v1", root);
    return root;
  }

  @Override
  public Descriptor resolve(String tagOrDigest) {
    Descriptor tagged = tags.get(tagOrDigest);
    if (tagged == null) {
      throw new ContentNotFoundException("no tag " + tagOrDigest);
    }
    return tagged;
  }

  @Override
  public Blob blob(Descriptor descriptor) {
    return new Blob() {
      @Override
      public Descriptor descriptor() {
        return descriptor;
      }

      @Override
      public InputStream open(long offset, long length) throws IOException {
        onOpen.before(descriptor);
        byte[] bytes = content.get(descriptor.digest());
        if (bytes == null) {
          throw new ContentNotFoundException("no " + descriptor.digest());
        }
        opened.add(descriptor.digest());
        return Blob.of(descriptor, bytes).open(offset, length);
      }
    };
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable MediaType artifactType) {
    return listed.getOrDefault(subject, List.of()).stream()
        .filter(d -> artifactType == null || artifactType.equals(d.artifactType()))
        .toList();
  }

  /** Adds an artifact that refers to a subject, and lists it. */
  Descriptor addReferrer(Descriptor subject, String type, String layer) {
    content.put(Descriptor.EMPTY_JSON.digest(), "{}".getBytes(UTF_8));
    Descriptor referrer =
        add(
            ImageManifest.create(Descriptor.EMPTY_JSON, List.of(add(layer)))
                .withArtifactType(new MediaType(type))
                .withSubject(subject));
    list(subject, referrer);
    return referrer;
  }

  void list(Descriptor subject, Descriptor referrer) {
    listed.computeIfAbsent(subject.digest(), key -> new CopyOnWriteArrayList<>()).add(referrer);
  }

  @Override
  public ContentLimits limits() {
    return limits;
  }

  @Override
  public OptionalLong maxBlobSize() {
    return largestBlob;
  }

  @Override
  public boolean contains(Descriptor descriptor) {
    return content.containsKey(descriptor.digest());
  }

  @Override
  public void push(Blob blob) throws IOException {
    Descriptor descriptor = blob.descriptor();
    onPush.before(descriptor);
    byte[] bytes;
    try (InputStream in = blob.open(0, descriptor.size())) {
      bytes = in.readAllBytes();
    }
    Digester digester = Digester.matching(descriptor.digest());
    digester.update(bytes, 0, bytes.length);
    if (!digester.digest().equals(descriptor.digest())) {
      throw new ContentMismatchException("other bytes for " + descriptor.digest());
    }
    if (descriptor.mediaType().isManifest()) {
      for (Descriptor child : Manifest.parse(descriptor.mediaType(), bytes).children()) {
        if (!contains(child)) {
          throw new ContentNotFoundException("child is missing: " + child.digest());
        }
      }
    }
    content.put(descriptor.digest(), bytes);
    pushed.add(descriptor.digest());
    if (descriptor.mediaType().isManifest()) {
      afterStore.before(descriptor);
      Manifest.parse(descriptor.mediaType(), bytes)
          .subject()
          .filter(subject -> !referrers(subject.digest(), null).contains(descriptor))
          .ifPresent(subject -> list(subject, descriptor));
    }
  }

  @Override
  public Descriptor write(MediaType mediaType, BlobProducer producer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void tag(Descriptor manifest, String tagOrDigest) {
    tags.put(tagOrDigest, manifest);
  }

  @Override
  public boolean mount(Descriptor descriptor, ContentSource source) {
    if (mounts && source instanceof MemoryStore other) {
      content.put(
          descriptor.digest(), other.content.getOrDefault(descriptor.digest(), new byte[0]));
      return true;
    }
    return false;
  }

  List<Digest> pushedOf(List<Descriptor> some) {
    List<Digest> result = new ArrayList<>(pushed);
    result.retainAll(some.stream().map(Descriptor::digest).toList());
    return result;
  }
}
