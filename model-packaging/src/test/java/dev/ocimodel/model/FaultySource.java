package dev.ocimodel.model;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A store whose large blobs break off after some bytes, or come damaged; it notes every opening.
 */
final class FaultySource implements ContentSource {

  private final ContentSource source;
  private final long large;
  private final long breakAfter;
  private final int damage;
  private final boolean hasOtherPlace;
  final List<Opening> openings = new CopyOnWriteArrayList<>();

  record Opening(Descriptor descriptor, long offset, long length) {}

  private FaultySource(ContentSource source, long large, long breakAfter, int damage) {
    this(source, large, breakAfter, damage, false);
  }

  private FaultySource(
      ContentSource source, long large, long breakAfter, int damage, boolean hasOtherPlace) {
    this.hasOtherPlace = hasOtherPlace;
    this.source = source;
    this.large = large;
    this.breakAfter = breakAfter;
    this.damage = damage;
  }

  static FaultySource whole(ContentSource source) {
    return new FaultySource(source, Long.MAX_VALUE, 0, 0);
  }

  /** Blobs of at least {@code large} bytes end in an I/O error. */
  static FaultySource breaking(ContentSource source, long large, long breakAfter) {
    return new FaultySource(source, large, breakAfter, 0);
  }

  /** Blobs of at least {@code large} bytes have one bit flipped in every read. */
  static FaultySource damaging(ContentSource source, long large) {
    return new FaultySource(source, large, Long.MAX_VALUE, 1);
  }

  /** The same, until the blob is rejected: then it comes from another place. */
  static FaultySource damagingAtFirst(ContentSource source, long large) {
    return new FaultySource(source, large, Long.MAX_VALUE, 1, true);
  }

  @Override
  public Descriptor resolve(String tagOrDigest) {
    return source.resolve(tagOrDigest);
  }

  @Override
  public Blob blob(Descriptor descriptor) {
    Blob blob = source.blob(descriptor);
    return new Blob() {
      private volatile boolean rejected;

      @Override
      public Descriptor descriptor() {
        return descriptor;
      }

      @Override
      public InputStream open(long offset, long length) throws IOException {
        openings.add(new Opening(descriptor, offset, length));
        InputStream in = blob.open(offset, length);
        return descriptor.size() < large || rejected ? in : new FaultyStream(in);
      }

      @Override
      public boolean reject() {
        boolean news = hasOtherPlace && !rejected;
        rejected = true;
        return news;
      }
    };
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable MediaType artifactType) {
    return source.referrers(subject, artifactType);
  }

  private final class FaultyStream extends FilterInputStream {

    private long passed;

    FaultyStream(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (passed >= breakAfter) {
        throw new IOException("connection reset");
      }
      int read = in.read(buffer, offset, (int) Math.min(length, breakAfter - passed));
      if (read > 0) {
        buffer[offset + read / 2] ^= (byte) damage;
        passed += read;
      }
      return read;
    }
  }
}
