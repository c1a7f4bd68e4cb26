package dev.ocimodel.oci;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Hashes what is read and refuses to end unless size and digest are the descriptor's. */
final class VerifyingInputStream extends FilterInputStream {

  private final Descriptor expected;
  private final Digester digester;
  private boolean verified;

  VerifyingInputStream(InputStream in, Descriptor expected) {
    super(in);
    this.expected = expected;
    this.digester = Digester.matching(expected.digest());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read < 0) {
      verify();
    } else {
      digester.update(buffer, offset, read);
      if (digester.size() > expected.size()) {
        digester.requireMatch(expected); // now, for there may be no end
      }
    }
    return read;
  }

  private void verify() {
    if (!verified) {
      digester.requireMatch(expected);
      verified = true;
    }
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[(int) Math.min(Math.max(count, 1), 8192)];
    int read = count <= 0 ? 0 : read(buffer, 0, buffer.length);
    return Math.max(read, 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
