package dev.ocimodel.oci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A descriptor and a way to open its bytes, again and from any offset, wherever they are: in
 * memory, in a file, in a registry, or computed. Implementations are safe to open from many
 * threads; each stream belongs to one thread.
 */
public interface Blob {

  /** Returns what these bytes are said to be. */
  Descriptor descriptor();

  /** Returns who hears what a target does with this blob; nobody, unless it is on its way. */
  default BlobEvents events() {
    return BlobEvents.NONE;
  }

  /**
   * Opens a range of the bytes, <em>unverified</em>. This is what stores and packers build on; they
   * hash the bytes themselves, once.
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 0; {@code offset + length} is at most the size
   * @return a stream that gives exactly {@code length} bytes, or throws {@link IOException} when
   *     fewer can be had
   * @throws ContentNotFoundException if the store does not have the content
   * @throws IOException if it cannot be opened
   */
  InputStream open(long offset, long length) throws IOException;

  /**
   * Opens the whole content, verified: the stream throws {@link ContentMismatchException} instead
   * of ending when size or digest are not what the descriptor says. Bytes read before the end are
   * not yet trustworthy.
   *
   * @throws ContentNotFoundException if the store does not have the content
   * @throws IOException if it cannot be opened
   */
  default InputStream open() throws IOException {
    return new VerifyingInputStream(open(0, descriptor().size()), descriptor());
  }

  /**
   * Says that bytes of this blob turned out not to be its content. A blob that can be had from
   * several places then comes from another one when it is opened again.
   *
   * @return whether it does; false where there is no other place
   */
  default boolean reject() {
    return false;
  }

  /**
   * Reads the whole content into memory, verified: for manifests and configs.
   *
   * @throws InvalidContentException if the descriptor's size is over {@link
   *     ContentLimits#maxManifestSize()}
   * @throws ContentMismatchException if the bytes are not what the descriptor says
   * @throws IOException if reading fails
   */
  default byte[] read(ContentLimits limits) throws IOException {
    if (descriptor().size() > limits.maxManifestSize()) {
      throw new InvalidContentException(
          descriptor().mediaType()
              + " "
              + descriptor().digest()
              + " has "
              + descriptor().size()
              + " bytes; the limit maxManifestSize is "
              + limits.maxManifestSize());
    }
    try (InputStream in = open()) {
      return in.readAllBytes();
    }
  }

  /** Returns a blob of bytes held in memory. */
  static Blob of(Descriptor descriptor, byte[] content) {
    return new MemoryBlob(descriptor, content.clone());
  }

  /** Returns a blob of bytes held in memory, described by their SHA-256. */
  static Blob of(MediaType mediaType, byte[] content) {
    return of(Descriptor.of(mediaType, content), content);
  }

  /** Returns a blob whose bytes are a file's. The file must not change while the blob is in use. */
  static Blob of(Descriptor descriptor, Path file) {
    return new FileBlob(descriptor, file);
  }

  /**
   * Returns the content that a descriptor carries in its {@code data} field.
   *
   * @throws InvalidContentException if it has none, or none that is base64 of the right size
   */
  static Blob ofInline(Descriptor descriptor) {
    String data = descriptor.data();
    if (data == null) {
      throw new InvalidContentException(descriptor.digest() + " carries no inline data");
    }
    try {
      byte[] content = Base64.getDecoder().decode(data);
      if (content.length == descriptor.size()) {
        return new MemoryBlob(descriptor, content);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidContentException(
          "Inline data of " + descriptor.digest() + " is no base64", e);
    }
    throw new InvalidContentException(
        "Inline data of " + descriptor.digest() + " has another size than its descriptor says");
  }
}
