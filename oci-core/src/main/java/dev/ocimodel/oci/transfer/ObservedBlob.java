package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A blob on its way: reports the position that was read, stops on cancel, and marks a failed read
 * as the source's, so that whoever consumes the bytes need not know where they come from.
 */
record ObservedBlob(ItemTally tally, Blob blob) implements Blob {

  @Override
  public Descriptor descriptor() {
    return blob.descriptor();
  }

  @Override
  public BlobEvents events() {
    return tally;
  }

  @Override
  public InputStream open(long offset, long length) {
    tally.checkCancelled();
    try {
      InputStream in = blob.open(offset, length);
      tally.opened(offset);
      return new ObservedStream(in, offset);
    } catch (IOException e) {
      throw sourceFailed(e);
    }
  }

  @Override
  public boolean reject() {
    return blob.reject();
  }

  private RuntimeException sourceFailed(IOException cause) {
    return Stops.failed(TransferException.Side.SOURCE, tally.item(), cause);
  }

  private final class ObservedStream extends FilterInputStream {

    private long position;

    ObservedStream(InputStream in, long position) {
      super(in);
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      tally.checkCancelled();
      try {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
          position += read;
          tally.moved(position - read, position);
        }
        return read;
      } catch (IOException e) {
        throw sourceFailed(e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw sourceFailed(e);
      }
    }
  }
}
