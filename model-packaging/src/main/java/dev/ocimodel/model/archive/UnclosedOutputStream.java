package dev.ocimodel.model.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes everything on but the close. */
final class UnclosedOutputStream extends FilterOutputStream {

  UnclosedOutputStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
