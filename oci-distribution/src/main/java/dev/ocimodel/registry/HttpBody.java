package dev.ocimodel.registry;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A request body that writes itself.
 *
 * @param contentType value of {@code Content-Type}
 * @param length number of bytes, or -1 to send it chunked
 * @param streamed whether the bytes come from elsewhere while they are sent, perhaps over another
 *     connection of the same client
 * @param writer writes the bytes; may be called again for another attempt
 */
record HttpBody(String contentType, long length, boolean streamed, Writer writer) {

  static final String OCTET_STREAM = "application/octet-stream";

  static HttpBody of(String contentType, byte[] content) {
    return new HttpBody(contentType, content.length, false, out -> out.write(content));
  }

  static HttpBody empty() {
    return of(OCTET_STREAM, new byte[0]);
  }

  /** Writes a body. */
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }
}
