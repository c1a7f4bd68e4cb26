package dev.ocimodel.model.archive;

import java.io.IOException;
import java.io.InputStream;

/** A source that breaks at once. */
final class FailingInputStream extends InputStream {

  private final IOException failure;

  FailingInputStream(IOException failure) {
    this.failure = failure;
  }

  @Override
  public int read() throws IOException {
    throw failure;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    throw failure;
  }
}
