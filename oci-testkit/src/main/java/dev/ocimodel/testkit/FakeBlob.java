package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A blob that is not what it says: other bytes than described, or a stream that breaks. */
final class FakeBlob implements Blob {

  private final Descriptor descriptor;
  private final byte[] content;
  private final @Nullable Exception failure;

  FakeBlob(Descriptor descriptor, byte[] content) {
    this(descriptor, content, null);
  }

  private FakeBlob(Descriptor descriptor, byte[] content, @Nullable Exception failure) {
    this.descriptor = descriptor;
    this.content = content;
    this.failure = failure;
  }

  /** Returns a blob whose stream throws after {@code good} bytes. */
  static Blob breaking(Descriptor descriptor, byte[] content, int good, Exception failure) {
    return new FakeBlob(descriptor, java.util.Arrays.copyOf(content, good), failure);
  }

  /** Accepts the failure itself, and whatever has it as a cause. */
  static Consumer<Throwable> isOrHas(Throwable failure) {
    return thrown -> {
      List<Throwable> chain = new ArrayList<>();
      for (Throwable each = thrown; each != null; each = each.getCause()) {
        chain.add(each);
      }
      assertThat(chain).contains(failure);
    };
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  /** Gives what is there from the offset on, be it shorter or longer than asked for. */
  @Override
  public InputStream open(long offset, long length) {
    int from = (int) Math.min(offset, content.length);
    InputStream bytes = new ByteArrayInputStream(content, from, content.length - from);
    return failure == null ? bytes : new BreakingInputStream(bytes, failure);
  }

  private static final class BreakingInputStream extends InputStream {

    private final InputStream in;
    private final Exception failure;

    BreakingInputStream(InputStream in, Exception failure) {
      this.in = in;
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (read >= 0) {
        return read;
      }
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw (IOException) failure;
    }
  }
}
