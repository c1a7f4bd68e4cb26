package dev.ocimodel.registry;

import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.MediaType;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/** Content as a request body whose digest comes out while it is written. */
final class HashedBody {

  private final BlobProducer producer;
  private final OptionalLong announced;
  private Digester digester = Digester.sha256();
  private boolean complete;

  HashedBody(BlobProducer producer) {
    this.producer = producer;
    this.announced = producer.size();
  }

  HttpBody toBody() {
    return new HttpBody(HttpBody.OCTET_STREAM, announced.orElse(-1), true, this::writeTo);
  }

  private void writeTo(OutputStream out) throws IOException {
    Digester fresh = Digester.sha256();
    digester = fresh;
    complete = false;
    producer.writeTo(
        new FilterOutputStream(out) {
          @Override
          public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
          }

          @Override
          public void write(byte[] buffer, int offset, int length) throws IOException {
            fresh.update(buffer, offset, length);
            requireAtMost(fresh.size());
            out.write(buffer, offset, length);
          }
        });
    requireExactly(fresh.size());
    complete = true;
  }

  /** A body of another length than announced would leave both ends waiting for each other. */
  private void requireExactly(long written) {
    if (announced.isPresent() && announced.getAsLong() != written) {
      throw new ContentMismatchException(
          "Content of " + announced.getAsLong() + " bytes was announced, " + written + " came");
    }
  }

  private void requireAtMost(long written) {
    if (announced.isPresent() && written > announced.getAsLong()) {
      requireExactly(written);
    }
  }

  /**
   * @throws IOException if a part was never sent, because the registry did not wait for it
   */
  Descriptor describe(MediaType mediaType) throws IOException {
    if (!complete) {
      throw new IOException("The registry accepted an upload before it had all of it");
    }
    return Descriptor.of(mediaType, digester.digest(), digester.size());
  }
}
