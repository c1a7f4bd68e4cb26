package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digester;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A blob as a request body, hashed on its way. The last buffer is held back until the digest is
 * known to be right: a wrong blob ends as a request that was never finished, not as a registry's
 * refusal.
 */
final class VerifiedBody {

  private static final int BUFFER_SIZE = 256 * 1024;

  private final Blob blob;

  VerifiedBody(Blob blob) {
    this.blob = blob;
  }

  HttpBody toBody() {
    return new HttpBody(HttpBody.OCTET_STREAM, blob.descriptor().size(), true, this::writeTo);
  }

  private void writeTo(OutputStream out) throws IOException {
    Descriptor expected = blob.descriptor();
    Digester digester = Digester.matching(expected.digest());
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = blob.open(0, expected.size())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digester.update(buffer, 0, read);
        if (digester.size() >= expected.size()) {
          digester.requireMatch(expected);
          out.write(buffer, 0, read);
          return;
        }
        out.write(buffer, 0, read);
      }
    }
    digester.requireMatch(expected);
  }
}
