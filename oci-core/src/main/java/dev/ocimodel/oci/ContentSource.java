package dev.ocimodel.oci;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anything that can resolve a name and open a blob: a layout, a repository, or a store of your own.
 *
 * <p>Implementations are safe to use from many threads. Bytes they hand out by range are
 * unverified; whoever consumes them verifies, once.
 */
public interface ContentSource {

  /**
   * Finds the root manifest a name stands for.
   *
   * @param tagOrDigest a tag, or a digest as {@code algorithm:encoded}
   * @throws ContentNotFoundException if there is none
   */
  Descriptor resolve(String tagOrDigest);

  /**
   * Returns a handle on content. Nothing is fetched, and nothing is known to exist, until the blob
   * is opened.
   */
  Blob blob(Descriptor descriptor);

  /**
   * Returns the same handle, for somebody who wants to hear what the source does to give the bytes.
   * A source that repeats requests tells it {@link BlobEvents#onRetried}.
   */
  default Blob blob(Descriptor descriptor, BlobEvents events) {
    return blob(descriptor);
  }

  /**
   * Returns the manifests here whose subject has this digest (distribution-spec 1.1 "Listing
   * Referrers"), with their artifact types and annotations.
   *
   * @param artifactType only those of this type, or all when null
   */
  List<Descriptor> referrers(Digest subject, @Nullable MediaType artifactType);

  /** Returns the bounds this source keeps when it reads manifests. */
  default ContentLimits limits() {
    return ContentLimits.create();
  }

  /**
   * Fetches, verifies and parses a manifest.
   *
   * @throws ContentNotFoundException if it is not here
   * @throws ContentMismatchException if the bytes are not what the descriptor says
   * @throws InvalidContentException if it is malformed or over {@link #limits()}
   * @throws IOException if reading fails
   */
  default Manifest manifest(Descriptor descriptor) throws IOException {
    return Manifest.read(blob(descriptor), limits());
  }
}
