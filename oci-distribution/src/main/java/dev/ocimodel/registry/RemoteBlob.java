package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.registry.hosts.RegistryHost.Capability;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A blob that is in a repository, or at one of the mirrors that stand in for it. A host that does
 * not have it is not asked for it again; nor is one that gave bytes of it which turned out wrong.
 */
final class RemoteBlob implements Blob {

  private static final long MIN_SEGMENTS = 4;

  private final Descriptor descriptor;
  private final ContentHosts hosts;
  private final ForeignUrls foreignUrls;
  private final RangeLanes lanes;
  private final BlobEvents events;

  /** Mirrors that are not asked for this blob any more. */
  private final Set<ContentHost> without = ConcurrentHashMap.newKeySet();

  /** Mirrors that bytes of this blob came from. */
  private final Set<ContentHost> served = ConcurrentHashMap.newKeySet();

  /** What the hosts said when none had it; from then on the descriptor's other URLs are asked. */
  private volatile @Nullable ContentNotFoundException absent;

  /** Whether mirrors were rejected and nobody was told yet. */
  private volatile boolean rejected;

  /**
   * @param events hears of bytes that came twice
   */
  RemoteBlob(
      Descriptor descriptor,
      ContentHosts hosts,
      ForeignUrls foreignUrls,
      RangeLanes lanes,
      BlobEvents events) {
    this.foreignUrls = foreignUrls;
    this.events = events;
    this.descriptor = descriptor;
    this.hosts = hosts;
    this.lanes = lanes;
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    return isLarge(length)
        ? new SegmentedStream(lanes, this::resuming, offset, length)
        : resuming(offset, length);
  }

  /** Nothing can take back what a reader has; but the next one gets it from elsewhere. */
  @Override
  public InputStream open() throws IOException {
    return new FilterInputStream(Blob.super.open()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
          return super.read(buffer, offset, length);
        } catch (ContentMismatchException e) {
          rejected |= rejectMirrors();
          throw e;
        }
      }
    };
  }

  @Override
  public byte[] read(ContentLimits limits) throws IOException {
    while (true) {
      try {
        return Blob.super.read(limits);
      } catch (ContentMismatchException e) {
        if (!reject()) {
          throw e;
        }
      }
    }
  }

  /** A verified stream has said so itself already, and whoever read it says it once more. */
  @Override
  public boolean reject() {
    boolean elsewhere = rejectMirrors() || rejected;
    rejected = false;
    return elsewhere;
  }

  private boolean rejectMirrors() {
    boolean elsewhere = false;
    for (ContentHost host : served) {
      elsewhere |= served.remove(host) && without.add(host);
      host.health().distrusted();
    }
    return elsewhere;
  }

  /**
   * Large enough to be worth several connections, and so to find out whether ranges are honoured.
   */
  private boolean isLarge(long length) {
    return length >= MIN_SEGMENTS * lanes.segmentSize();
  }

  private ResumingStream resuming(long offset, long length) throws IOException {
    return new ResumingStream(
        hosts.retries(), new Hosted(), offset, length, descriptor.size(), events);
  }

  /** Opens what one stream reads, from whichever host has it. */
  private final class Hosted implements ResumingStream.Opener {

    private ContentHosts.@Nullable Asked answering;

    @Override
    public HttpReply open(long offset, long length) throws IOException {
      BlobRange range = new BlobRange(descriptor, offset, length, isLarge(length));
      ContentNotFoundException known = absent;
      if (known == null) {
        try {
          return openAtHost(range);
        } catch (ContentNotFoundException e) {
          absent = e;
          known = e;
        }
      }
      answering = null;
      return foreignUrls.get(hosts.target().http(), range, known);
    }

    private HttpReply openAtHost(BlobRange range) throws IOException {
      return hosts.ask(
          Capability.PULL,
          without,
          asked -> {
            HttpReply reply = range.get(asked.endpoint());
            answering = asked;
            if (asked.isMirror()) {
              served.add(asked.host());
            }
            return reply;
          });
    }

    @Override
    public boolean brokeOff() {
      ContentHosts.Asked asked = answering;
      if (asked == null || !asked.isMirror()) {
        return false;
      }
      asked.host().health().failed(null);
      return true;
    }

    @Override
    public void ended() {
      if (answering != null) {
        answering.host().health().succeeded();
      }
    }
  }
}
