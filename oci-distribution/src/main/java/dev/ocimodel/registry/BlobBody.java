package dev.ocimodel.registry;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentMismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A blob with a known digest as a request body. It is not hashed here: the request says what the
 * digest must be, and the registry must check it before the blob is visible (distribution-spec 1.1
 * "Pushing blobs"). Hashing it a second time would cost more than everything else this side does.
 */
final class BlobBody {

  private static final int BUFFER_SIZE = 256 * 1024;

  private final Blob blob;

  BlobBody(Blob blob) {
    this.blob = blob;
  }

  /** All of it, from its first byte to its last. */
  HttpBody whole() {
    return part(0, blob.descriptor().size());
  }

  /** A part of it. */
  HttpBody part(long offset, long length) {
    return new HttpBody(HttpBody.OCTET_STREAM, length, true, out -> writeTo(out, offset, length));
  }

  /**
   * Writes exactly the announced bytes. A body that is too short would leave both ends waiting for
   * each other, and one that is too long must not look complete: its last part is held back until
   * the end is seen.
   */
  private void writeTo(OutputStream out, long offset, long length) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER_SIZE, Math.max(1, length))];
    long passed = 0;
    try (InputStream in = blob.open(offset, length)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        passed += read;
        if (passed > length || (passed == length && read > 0 && in.read() >= 0)) {
          throw wrongSize("more");
        }
        out.write(buffer, 0, read);
      }
    }
    if (passed < length) {
      throw wrongSize("only " + (offset + passed));
    }
    if (offset == 0 && length == blob.descriptor().size()) {
      blob.events().onCommitting();
    }
  }

  private ContentMismatchException wrongSize(String has) {
    return new ContentMismatchException(
        blob.descriptor().digest()
            + " should have "
            + blob.descriptor().size()
            + " bytes, has "
            + has);
  }

  /**
   * After a refusal: throws if it is the blob's own fault, so that the caller learns which end to
   * look at.
   *
   * @return false if it is, and the blob can be had from another place
   * @throws ContentMismatchException if the blob is not what its descriptor says
   */
  boolean isHonest() throws IOException {
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = blob.open()) {
      while (in.read(buffer) >= 0) {
        // reading is what checks
      }
      return true;
    } catch (ContentMismatchException e) {
      if (blob.reject()) {
        return false;
      }
      throw e;
    }
  }
}
