package dev.ocimodel.registry;

import dev.ocimodel.oci.BlobProducer;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digester;
import dev.ocimodel.oci.MediaType;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Content as a request body whose digest comes out while it is written. */
final class HashedBody {

  private final BlobProducer producer;
  private Digester digester = Digester.sha256();

  HashedBody(BlobProducer producer) {
    this.producer = producer;
  }

  HttpBody toBody() {
    return new HttpBody(HttpBody.OCTET_STREAM, producer.size().orElse(-1), true, this::writeTo);
  }

  private void writeTo(OutputStream out) throws IOException {
    Digester fresh = Digester.sha256();
    digester = fresh;
    producer.writeTo(
        new FilterOutputStream(out) {
          @Override
          public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
          }

          @Override
          public void write(byte[] buffer, int offset, int length) throws IOException {
            fresh.update(buffer, offset, length);
            out.write(buffer, offset, length);
          }
        });
  }

  Descriptor describe(MediaType mediaType) {
    return Descriptor.of(mediaType, digester.digest(), digester.size());
  }
}
