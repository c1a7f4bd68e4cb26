package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.BlobProducer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/** Content being produced: reports the position that was written and stops on cancel. */
record ObservedProducer(ItemTally tally, BlobProducer producer) implements BlobProducer {

  @Override
  public void writeTo(OutputStream out) throws IOException {
    producer.writeTo(new ObservedStream(out));
  }

  @Override
  public OptionalLong size() {
    return producer.size();
  }

  @Override
  public BlobEvents events() {
    return tally;
  }

  private final class ObservedStream extends FilterOutputStream {

    private long position;

    ObservedStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      tally.checkCancelled();
      out.write(buffer, offset, length);
      position += length;
      tally.moved(position - length, position);
    }
  }
}
